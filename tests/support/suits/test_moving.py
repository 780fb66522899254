"""The days of a suit are moved, by the seeker or at the desk: what is kept, what begins anew, what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from config.business_days import closed_by_desk
from config.steps import InvalidTransition
from support.models import Suit, SuitLoan
from support.suits import booking, counter
from support.suits.days import BOOKED_AHEAD
from support.suits.models import Key
from support.suits.notifying import is_soon
from support.suits.refusals import NoneLeft, PromisedToOthers
from support.suits.stock import Stock
from tests import factories

pytestmark = pytest.mark.django_db
PICK_UP, NEEDED, RETURN = date(2026, 11, 27), date(2026, 12, 1), date(2026, 12, 3)
NOTED = ("pick_up_reminded_at", "return_reminded_at", "overdue_told_at")


@pytest.fixture
def loan(seeker, now) -> SuitLoan:
    return factories.SuitLoanFactory(seeker=seeker)


def move(loan, pick_up_on=PICK_UP, return_on=RETURN, *, now) -> SuitLoan:
    return booking.move(loan.pk, loan.seeker, pick_up_on=pick_up_on, return_on=return_on, now=now)


def at_desk(loan, pick_up_on=PICK_UP, return_on=RETURN, *, now) -> SuitLoan:
    return counter.move_for_seeker(loan.pk, pick_up_on=pick_up_on, return_on=return_on, now=now)


def one_item_less(loan) -> None:
    """Somebody else is promised one too, and now there is one item for two."""
    other = factories.SuitFactory(office=loan.office)
    factories.SuitLoanFactory(item=other, requested_at=loan.requested_at - timedelta(hours=1))
    Suit.objects.filter(pk=other.pk).update(condition="damaged")


def mails(loan) -> list[str]:
    return list(loan.seeker.user.messages.order_by("pk").values_list("kind", flat=True))


# By the seeker


@pytest.mark.parametrize("by", [move, at_desk])
def test_who_has_other_days_is_reminded_of_these(loan, by, now):
    SuitLoan.objects.update(**dict.fromkeys(NOTED, now))
    moved = by(loan, return_on=date(2026, 12, 4), now=now)
    moved.refresh_from_db()
    assert [getattr(moved, name) for name in NOTED] == [None] * 3


@pytest.mark.parametrize("by", [move, at_desk])
def test_other_days_are_decided_by_who_is_late_now(loan, by, now):
    SuitLoan.objects.update(asked_on=now.date() - timedelta(days=5))
    by(loan, return_on=date(2026, 12, 4), now=now)
    loan.refresh_from_db()
    assert loan.asked_on == now.date()


def test_tomorrow_begins_at_midnight_here(loan):
    eve = datetime(2026, 11, 25, 14, 59, tzinfo=UTC)  # two days before the pick-up, at 23:59 in Japan
    assert [is_soon(loan, now=eve + timedelta(minutes=minutes)) for minutes in (0, 1)] == [False, True]


def test_mail_of_a_pick_up_tomorrow_is_its_reminder(seeker, now):
    loan = factories.SuitLoanFactory(seeker=seeker, needed_on=date(2026, 11, 26), pick_up_on=date(2026, 11, 25))
    monday = now + timedelta(days=3)
    assert move(loan, pick_up_on=date(2026, 11, 24), now=now).pick_up_reminded_at is None
    assert (
        move(loan, pick_up_on=date(2026, 11, 24), return_on=date(2026, 12, 4), now=monday).pick_up_reminded_at == monday
    )


def test_suit_that_is_picked_up_tomorrow_is_reminded_of_by_the_mail_that_reserves_it(seeker, now):
    item, monday = factories.SuitFactory(), now + timedelta(days=3)
    said = {"cut": item.cut, "size": item.size, "office_id": item.office_id}
    loan = booking.reserve(seeker, **said, needed_on=date(2026, 11, 26), now=now)
    assert (loan.pick_up_on, loan.pick_up_reminded_at) == (date(2026, 11, 24), None)
    booking.cancel(loan.pk, seeker, now=now)
    assert booking.reserve(seeker, **said, needed_on=date(2026, 11, 27), now=monday).pick_up_reminded_at is None
    SuitLoan.objects.filter(status="requested").delete()
    tuesday = now + timedelta(days=4)
    loan = booking.reserve(seeker, **said, needed_on=date(2026, 11, 26), now=tuesday)
    assert (loan.pick_up_on, loan.pick_up_reminded_at) == (date(2026, 11, 25), tuesday)


@pytest.mark.parametrize("by", [move, at_desk])
def test_days_follow_an_interview_that_has_moved_away(seeker, by, now):
    interview = factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    day = interview.starts_at.date() + timedelta(days=1)
    loan = factories.SuitLoanFactory(seeker=seeker, interview=interview)
    type(interview).objects.update(starts_at=interview.starts_at + timedelta(days=1))
    assert by(loan, return_on=date(2026, 12, 4), now=now).needed_on == day


def test_interview_early_in_the_morning_is_of_that_day(seeker, now):
    at = datetime(2026, 12, 1, 8, 30, tzinfo=now.tzinfo)  # the last day of November elsewhere
    interview = factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview", starts_at=at)
    factories.SuitLoanFactory(seeker=seeker, interview=interview)
    assert not SuitLoan.objects.get().is_misplaced


def test_pick_up_that_stays_may_be_sooner_than_one_to_be_prepared(loan, now):
    morning = now + timedelta(days=7)  # that of the pick-up
    assert move(loan, return_on=date(2026, 12, 2), now=morning).return_on == date(2026, 12, 2)


def test_it_can_be_back_on_the_day_it_is_needed_and_kept_for_three_weeks(loan, now):
    assert move(loan, return_on=NEEDED, now=now).return_on == NEEDED
    kept = date(2026, 12, 18)
    assert move(loan, return_on=kept, now=now).return_on == kept == PICK_UP + timedelta(days=21)


def test_last_day_that_can_be_reserved_for_is_the_ninetieth(seeker, now):
    item = factories.SuitFactory()
    day = now.date() + BOOKED_AHEAD
    loan = booking.reserve(seeker, cut=item.cut, size=item.size, office_id=item.office_id, needed_on=day, now=now)
    assert loan.needed_on == day


@pytest.mark.parametrize(
    ("pick_up_on", "return_on"), [(date(2026, 11, 26), date(2026, 12, 2)), (date(2026, 11, 30), date(2026, 12, 4))]
)
def test_where_suits_are_too_few_days_are_given_up_and_none_taken(loan, now, pick_up_on, return_on):
    one_item_less(loan)
    with pytest.raises(NoneLeft):
        move(loan, pick_up_on=pick_up_on, return_on=return_on, now=now)
    assert move(loan, return_on=date(2026, 12, 2), now=now).return_on == date(2026, 12, 2)


def test_pick_up_is_not_moved_into_days_that_a_cleaner_has_since_a_day_was_closed(seeker, now):
    """Fewer days at one end are none of the other's: the database counts by the days as they were set."""
    item = factories.SuitFactory()
    former = {"pick_up_on": date(2026, 11, 20), "needed_on": date(2026, 11, 24), "return_on": date(2026, 11, 25)}
    factories.SuitLoanFactory(item=item, **former)
    days = {"pick_up_on": date(2026, 12, 2), "needed_on": date(2026, 12, 3), "return_on": date(2026, 12, 4)}
    loan = factories.SuitLoanFactory(item=item, seeker=seeker, **days)
    closed_by_desk.know(frozenset([date(2026, 11, 27)]), until=float("inf"))
    with pytest.raises(NoneLeft):
        move(loan, pick_up_on=date(2026, 11, 30), return_on=date(2026, 12, 4), now=now)
    assert move(loan, pick_up_on=date(2026, 12, 1), return_on=date(2026, 12, 4), now=now).pk == loan.pk


def test_return_is_not_moved_into_days_that_a_cleaner_has_since_a_day_was_closed(seeker, now):
    item = factories.SuitFactory()
    factories.SuitLoanFactory(item=factories.SuitFactory(office=item.office))  # with the cleaner until 12-07, or 12-08
    next_days = {"pick_up_on": date(2026, 12, 8), "needed_on": date(2026, 12, 10), "return_on": date(2026, 12, 14)}
    factories.SuitLoanFactory(item=item, **next_days)
    loan = factories.SuitLoanFactory(item=item, seeker=seeker, return_on=date(2026, 12, 2))
    closed_by_desk.know(frozenset([date(2026, 12, 4)]), until=float("inf"))
    with pytest.raises(NoneLeft):
        move(loan, return_on=RETURN, now=now)


def test_stock_that_was_read_before_somebody_else_was_promised_the_last_one_is_not_believed(loan, other_seeker, now):
    stale = Stock([loan_item(loan)])
    late = factories.SuitLoanFactory.build(
        item=None, office=loan.office, seeker=other_seeker, cut=loan.cut, size=loan.size
    )
    with pytest.raises(NoneLeft), transaction.atomic():
        booking.hold(late, stale, today=now.date())


def loan_item(loan) -> Suit:
    return Suit.objects.get(loan.key.rows)


@pytest.mark.parametrize("has_interview", [True, False])
def test_day_is_not_called_optional_where_nothing_else_says_it(seeker, seeker_client, has_interview, now):
    factories.SuitFactory()
    if has_interview:
        factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    form = seeker_client.get("/support/suits/").context["form"]
    day = form.fields["needed_on"]
    assert (day.required, "“Another day”" in day.help_text) == (not has_interview, has_interview)


# At the desk


def test_hand_out_takes_nothing_from_anybody_even_where_suits_are_too_few(loan, now):
    one_item_less(loan)
    on_the_day = now + timedelta(days=7)
    number = Suit.objects.usable().get().number
    out = counter.hand_out(loan.pk, number, now=on_the_day)
    assert (out.status, out.asked_on) == ("lent", PICK_UP)


def test_item_of_another_size_that_is_promised_is_not_handed_out(loan, now):
    larger = factories.SuitFactory(office=loan.office, size="11")
    factories.SuitLoanFactory(item=larger)
    with pytest.raises(PromisedToOthers):
        counter.hand_out(loan.pk, larger.number, now=now + timedelta(days=7))


def test_another_suit_is_for_the_day_its_interview_has_moved_to(seeker, now):
    interview = factories.JobInterviewFactory(referral__seeker=seeker, referral__status="interview")
    loan = factories.SuitLoanFactory(seeker=seeker, interview=interview)
    type(interview).objects.update(starts_at=interview.starts_at + timedelta(days=7))
    there = factories.SuitFactory(size="11", office=factories.OfficeFactory(name="別の拠点"))
    SuitLoan.objects.update(asked_on=now.date() - timedelta(days=5))
    given = counter.give_another(loan.pk, there.key, now=now)
    assert (given.needed_on, given.asked_on) == (date(2026, 12, 8), now.date())
    assert given.pick_up_on < given.needed_on < given.return_on
    assert seeker.user.messages.get().context["office"] == "別の拠点"
    type(interview).objects.update(starts_at=now)  # today: there is no day more to prepare it
    assert counter.give_another(loan.pk, factories.SuitFactory().key, now=now).pick_up_on == now.date()


def test_another_suit_is_held_for_the_same_days_from_now_on(loan, now):
    SuitLoan.objects.update(asked_on=now.date() - timedelta(days=5))
    there = factories.SuitFactory(size="11", office=loan.office)
    given = counter.give_another(loan.pk, there.key, now=now)
    assert (given.pick_up_on, given.return_on, given.asked_on) == (PICK_UP, RETURN, now.date())


@pytest.mark.parametrize("status", ["lent", "returned", "lost", "cancelled"])
def test_no_other_suit_is_held_once_it_is_out_or_over(seeker, status, now):
    loan = factories.SuitLoanFactory(seeker=seeker, status=status)
    other = factories.SuitFactory(office=loan.office, size="11")
    with pytest.raises(InvalidTransition):
        counter.give_another(loan.pk, Key(other.office_id, other.cut, other.size), now=now)


@pytest.mark.parametrize("status", ["returned", "lost", "cancelled"])
def test_days_of_what_is_over_stay(seeker, status, now):
    loan = factories.SuitLoanFactory(seeker=seeker, status=status)
    with pytest.raises(InvalidTransition):
        at_desk(loan, return_on=date(2026, 12, 4), now=now)


def test_of_what_is_out_the_return_alone_moves(seeker, now):
    loan = factories.SuitLoanFactory(seeker=seeker, status="lent")
    moved = at_desk(loan, pick_up_on=date(2026, 11, 30), return_on=date(2026, 12, 4), now=now)
    assert (moved.pick_up_on, moved.return_on) == (PICK_UP, date(2026, 12, 4))


def test_mail_about_what_the_desk_does_is_in_the_seekers_language(loan, now):
    loan.seeker.user.language = "ja"
    loan.seeker.user.save()
    at_desk(loan, return_on=date(2026, 12, 4), now=now)
    told = loan.seeker.user.messages.get().context
    assert told["suit"] == "女性用・スカート 9号"
    assert "スーツの受け取り" in told["calendar"]


def test_same_days_are_told_to_nobody_and_others_once(loan, now):
    at_desk(loan, now=now)
    assert mails(loan) == []
    at_desk(loan, return_on=date(2026, 12, 4), now=now)
    assert mails(loan) == ["support/suit_moved"]


@pytest.mark.parametrize(
    ("pick_up_on", "return_on", "needed_on"),
    [
        (date(2026, 12, 2), date(2026, 12, 4), date(2026, 12, 2)),
        (date(2026, 11, 25), date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_desk_sets_days_beside_the_one_it_was_needed_on(loan, pick_up_on, return_on, needed_on, now):
    assert at_desk(loan, pick_up_on=pick_up_on, return_on=return_on, now=now).needed_on == needed_on
