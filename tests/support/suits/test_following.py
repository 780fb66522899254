"""What becomes of a suit when the interview it is for is moved, called off, or will not be."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.models import Message
from config.business_days import closed_by_desk
from jobs.referrals import selection
from support.suits import booking, counter, refusals, reminding
from support.suits.affected import Why, affected, all_stocks
from tests.factories import (
    AssignmentFactory,
    JobInterviewFactory,
    ReferralFactory,
    SuitFactory,
    SuitLoanFactory,
)
from tests.sweeps import remind_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def interview(seeker, assignment):
    """On Tuesday, 2026-12-01; the suit is picked up on 11-27 and brought back on 12-03."""
    return JobInterviewFactory(referral=ReferralFactory(seeker=seeker, status="interview"))


@pytest.fixture
def item():
    return SuitFactory()


@pytest.fixture
def loan(seeker, interview, item):
    return SuitLoanFactory(seeker=seeker, interview=interview, item=item)


@pytest.fixture
def to(interview, advisor):
    """Move the interview to a day."""

    def move(month: int, day: int):
        starts_at = timezone.make_aware(datetime(2026, month, day, 14))
        selection.move_interview(interview.pk, by=advisor.user, starts_at=starts_at, place=interview.place)

    return move


def days(loan) -> tuple:
    loan.refresh_from_db()
    return loan.status, loan.needed_on, loan.pick_up_on, loan.return_on


def told() -> list[str]:
    return [kind for kind in Message.objects.order_by("pk").values_list("kind", flat=True) if "suit" in kind]


def why() -> list[str]:
    return [it.why for it in affected(all_stocks(), today=timezone.localdate())]


def test_suit_moves_along_with_the_interview(loan, to):
    to(12, 10)
    assert days(loan) == ("requested", date(2026, 12, 10), date(2026, 12, 8), date(2026, 12, 14))
    assert (told(), why()) == (["support/suit_moved"], [])
    to(12, 8)  # the day of pick-up, on which it is too late to try it on
    assert days(loan)[1:3] == (date(2026, 12, 8), date(2026, 12, 4))


@pytest.mark.parametrize("day", [2, 3])
def test_days_that_do_for_the_new_day_too_stay(loan, to, day):
    to(12, day)
    assert days(loan) == ("requested", date(2026, 12, day), date(2026, 11, 27), date(2026, 12, 3))
    assert (told(), why()) == ([], [])


def test_other_hour_of_the_same_day_changes_nothing(loan, interview, advisor):
    type(loan).objects.update(pick_up_on=loan.needed_on)  # as the desk has set it
    at = interview.starts_at.replace(hour=3)
    selection.move_interview(interview.pk, by=advisor.user, starts_at=at, place="別の場所")
    assert (days(loan)[1:3], told()) == ((date(2026, 12, 1), date(2026, 12, 1)), [])


def test_where_no_suit_is_free_it_says_so_and_takes_nothing(loan, item, to):
    SuitLoanFactory(item=item, pick_up_on=date(2026, 12, 8), needed_on=date(2026, 12, 10), return_on=date(2026, 12, 14))
    before = days(loan)
    to(12, 10)
    assert days(loan) == before
    assert (told(), why()) == (["support/suit_not_moved"], [Why.INTERVIEW_MOVED])
    mail = Message.objects.get(kind="support/suit_not_moved").context
    assert (mail["needed_on"], mail["pick_up_on"]) == ("2026-12-10", "2026-11-27")


@pytest.fixture
def stuck(loan, item, to):
    """Its interview has moved to a day on which somebody else has the suit."""
    SuitLoanFactory(item=item, pick_up_on=date(2026, 12, 8), needed_on=date(2026, 12, 10), return_on=date(2026, 12, 14))
    to(12, 10)
    return loan


def test_desk_gives_another_for_the_day_of_the_interview(stuck, item):
    larger = SuitFactory(office=item.office, size="11")
    counter.give_another(stuck.pk, larger.key)
    assert days(stuck) == ("requested", date(2026, 12, 10), date(2026, 12, 8), date(2026, 12, 14))
    assert (stuck.size, why()) == ("11", [])


def test_seeker_moves_to_the_day_of_the_interview_where_they_can(stuck, item, seeker):
    SuitFactory(office=item.office)
    with pytest.raises(refusals.BroughtBackTooSoon):
        booking.move(stuck.pk, seeker, pick_up_on=date(2026, 11, 30), return_on=date(2026, 12, 4))
    booking.move(stuck.pk, seeker, pick_up_on=date(2026, 12, 8), return_on=date(2026, 12, 11))
    assert (days(stuck)[1], why()) == (date(2026, 12, 10), [])


def test_hold_that_could_not_move_along_ends_once_the_interview_is_over(stuck, seeker):
    at = timezone.make_aware(datetime(2026, 12, 10, 10))
    remind_all(reminding, now=at)
    assert days(stuck)[0] == "requested"
    remind_all(reminding, now=at + timedelta(days=1))
    assert days(stuck)[0] == "cancelled"


def test_office_that_closes_for_good_is_noticed(loan):
    loan.office.is_open = False
    loan.office.save()
    assert why() == [Why.OFFICE_GONE]


def test_day_that_the_desk_closes_later_is_noticed(loan):
    closed_by_desk.know(frozenset([loan.pick_up_on]), until=float("inf"))
    assert why() == [Why.CLOSED]


@pytest.fixture
def next_one(item, loan):
    """Who picks the same suit up on the first day on which it is clean again, Tuesday, 12-08."""
    days = {"pick_up_on": date(2026, 12, 8), "needed_on": date(2026, 12, 10), "return_on": date(2026, 12, 14)}
    return SuitLoanFactory(item=item, **days)


@pytest.mark.parametrize(
    ("closed", "found"),
    [
        (date(2026, 12, 4), [Why.NO_SUIT]),  # while the cleaner would have it
        (date(2026, 12, 3), [Why.CLOSED, Why.NO_SUIT]),  # it comes back a day later
        (date(2026, 12, 2), []),
        (date(2026, 12, 8), [Why.CLOSED]),
    ],
)
def test_day_closed_later_is_noticed_of_whoever_comes_next_too(loan, next_one, closed, found):
    assert why() == []
    closed_by_desk.know(frozenset([closed]), until=float("inf"))
    assert why() == found


def test_extra_closed_day_is_noticed_as_one_of_the_desks_is(loan, next_one, settings):
    settings.EXTRA_CLOSED_DAYS = {date(2026, 12, 4)}
    assert why() == [Why.NO_SUIT]


def test_nothing_is_promised_on_days_on_which_a_suit_will_not_be_clean(loan, item, other_seeker):
    wanted = {"cut": item.cut, "size": item.size, "office_id": item.office_id, "needed_on": date(2026, 12, 10)}
    closed_by_desk.know(frozenset([date(2026, 12, 4)]), until=float("inf"))
    with pytest.raises(refusals.NoneLeft):
        booking.reserve(other_seeker, **wanted)
    closed_by_desk.know(frozenset(), until=float("inf"))
    assert booking.reserve(other_seeker, **wanted).pick_up_on == date(2026, 12, 8)


def test_where_there_is_no_time_to_prepare_it_says_so(loan, to):
    to(11, 24)
    assert (told(), why()) == (["support/suit_not_moved"], [Why.INTERVIEW_MOVED])


def test_suit_that_is_out_is_kept_longer(loan, to):
    type(loan).objects.filter(pk=loan.pk).update(
        status="lent", suit=SuitFactory(office=loan.office), lent_at=timezone.now()
    )
    to(12, 10)
    assert days(loan) == ("lent", date(2026, 12, 10), date(2026, 11, 27), date(2026, 12, 14))
    assert told() == ["support/suit_moved"]


def test_calling_off_frees_the_suit(loan, interview, advisor):
    selection.call_off_interview(interview.pk, by=advisor.user)
    assert (days(loan)[0], loan.cancelled_because) == ("cancelled", "interview")
    assert told() == ["support/suit_freed"]
    assert Message.objects.get(kind="support/suit_freed").context["because"] == "interview"


def test_suit_that_is_out_stays_so_when_the_interview_is_off(seeker, interview, advisor):
    out = SuitLoanFactory(seeker=seeker, interview=interview, status="lent")
    selection.call_off_interview(interview.pk, by=advisor.user)
    assert (days(out)[0], told()) == ("lent", [])


@pytest.mark.parametrize("ending", ["reject", "to_offered", "step_back"])
def test_selection_that_goes_on_frees_the_suit(loan, interview, advisor, seeker, ending):
    by = seeker.user if ending == "step_back" else advisor.user
    getattr(selection, ending)(interview.referral_id, by=by)
    assert (days(loan)[0], told()) == ("cancelled", ["support/suit_freed"])


@pytest.mark.parametrize(("day", "status", "mails"), [(1, "cancelled", ["support/suit_freed"]), (2, "requested", [])])
def test_suit_that_nobody_came_for_is_not_freed_by_how_the_selection_ends(
    loan, interview, advisor, clock, day, status, mails
):
    clock.move_to(timezone.make_aware(datetime(2026, 12, day, 10)))
    selection.reject(interview.referral_id, by=advisor.user)
    assert (days(loan)[0], told()) == (status, mails)


def test_stepping_back_from_others_frees_theirs(loan, interview, seeker):
    offered = ReferralFactory(seeker=seeker, status="offered")
    selection.accept(offered.pk, by=seeker.user, stepping_back_from=[interview.referral_id])
    assert days(loan)[0] == "cancelled"


def test_suit_for_another_interview_or_day_is_left_alone(seeker, interview, advisor, item):
    other = JobInterviewFactory(referral=interview.referral, starts_at=timezone.make_aware(datetime(2026, 12, 1, 9)))
    loan = SuitLoanFactory(seeker=seeker, interview=other, item=item)
    selection.call_off_interview(interview.pk, by=advisor.user)
    assert (days(loan)[0], told()) == ("requested", [])
    loan.interview = None
    loan.save()
    selection.reject(interview.referral_id, by=advisor.user)
    assert (days(loan)[0], told()) == ("requested", [])


def test_interview_of_another_seeker_moves_nobodys(loan):
    tie = AssignmentFactory()
    other = JobInterviewFactory(referral=ReferralFactory(seeker=tie.seeker, status="interview"))
    selection.call_off_interview(other.pk, by=tie.advisor.user)
    assert days(loan)[0] == "requested"
