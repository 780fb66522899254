"""A seeker reserves a suit, moves its days, cancels."""

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from accounts.models import Message
from config.business_days import closed_by_desk
from support.models import SuitLoan
from support.suits import booking, refusals
from tests.factories import (
    JobInterviewFactory,
    JobSeekerFactory,
    OfficeFactory,
    ReferralFactory,
    SuitFactory,
    SuitLoanFactory,
    WithdrawalRequestFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# The clock stands on Friday, 2026-11-20; Monday is a holiday, so that the next business day is Tuesday, the 24th.
NEEDED = date(2026, 12, 1)


@pytest.fixture
def item():
    return SuitFactory()


@pytest.fixture
def reserve(seeker, item, now):
    wanted = {"cut": item.cut, "size": item.size, "office_id": item.office_id, "needed_on": NEEDED, "now": now}
    return lambda by=seeker, **fields: booking.reserve(by, **wanted | fields)


def days(loan) -> tuple:
    loan.refresh_from_db()
    return loan.pick_up_on, loan.return_on, loan.busy_until


def told() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_suit_is_held_from_two_business_days_before_until_it_is_clean_again(reserve):
    loan = reserve()
    assert days(loan) == (date(2026, 11, 27), date(2026, 12, 3), date(2026, 12, 7))
    assert (loan.status, loan.suit, told()) == ("requested", None, ["support/suit_reserved"])


def test_what_is_needed_soon_is_picked_up_as_soon_as_it_is_ready(reserve):
    assert days(reserve(needed_on=date(2026, 11, 25)))[0] == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("needed_on", "refusal"),
    [
        (date(2026, 11, 24), refusals.NeededTooSoon),
        (date(2026, 11, 19), refusals.NeededTooSoon),
        (date(2027, 2, 19), refusals.NeededTooLate),
        (None, refusals.NeededTooLate),
    ],
)
def test_too_soon_and_too_far_away_are_refused(reserve, needed_on, refusal):
    with pytest.raises(refusal):
        reserve(needed_on=needed_on)


def test_interview_says_the_day(reserve, seeker, now):
    mine = ReferralFactory(seeker=seeker, status="interview")
    JobInterviewFactory(referral=mine, starts_at=datetime(2026, 11, 30, 10, tzinfo=now.tzinfo))
    interview = JobInterviewFactory(referral=mine)
    loan = reserve(needed_on=None, interview_id=interview.pk)
    assert (loan.needed_on, loan.interview) == (date(2026, 12, 1), interview)


def test_interview_that_is_not_ahead_is_refused(reserve, seeker, now):
    mine = ReferralFactory(seeker=seeker, status="interview")
    off = JobInterviewFactory(referral=mine, called_off_at=now)
    past = JobInterviewFactory(referral=mine, starts_at=now - DAY)
    other = JobInterviewFactory()
    for interview in (off, past, other):
        with pytest.raises(refusals.InterviewGone):
            reserve(needed_on=None, interview_id=interview.pk)


def test_last_one_is_promised_once(reserve, other_seeker):
    reserve()
    with pytest.raises(refusals.NoneLeft):
        reserve(other_seeker)
    assert days(reserve(other_seeker, needed_on=date(2026, 12, 10)))[0] == date(2026, 12, 8)


def test_office_without_this_suit_has_none_left(reserve):
    with pytest.raises(refusals.NoneLeft):
        reserve(office_id=OfficeFactory().pk)


def test_one_is_reserved_at_a_time_and_one_more_while_another_is_out(reserve, seeker):
    SuitLoanFactory(seeker=seeker, status="lent")
    reserve()
    with pytest.raises(refusals.AlreadyReserved):
        reserve(needed_on=date(2027, 1, 15))


def test_one_that_nobody_came_for_bars_nothing(reserve, seeker):
    past = {"pick_up_on": date(2026, 11, 16), "needed_on": date(2026, 11, 18), "return_on": date(2026, 11, 24)}
    former = SuitLoanFactory(seeker=seeker, **past)
    reserve()
    former.refresh_from_db()
    assert (former.status, former.cancelled_because) == ("cancelled", "not_collected")
    assert told() == ["support/suit_freed", "support/suit_reserved"]


def test_leaver_reserves_and_moves_nothing(reserve, seeker, now):
    loan = reserve()
    WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now)
    with pytest.raises(refusals.Leaving):
        booking.move(loan.pk, seeker, pick_up_on=loan.pick_up_on, return_on=date(2026, 12, 4), now=now)
    booking.cancel(loan.pk, seeker, now=now)
    with pytest.raises(refusals.Leaving):
        reserve()


# Moving and cancelling


@pytest.fixture
def loan(reserve):
    return reserve()


@pytest.fixture
def move(loan, seeker, now):
    def move(pick_up_on=loan.pick_up_on, return_on=loan.return_on):
        return booking.move(loan.pk, seeker, pick_up_on=pick_up_on, return_on=return_on, now=now)

    return move


def test_days_move_and_the_seeker_is_told_once(move, loan):
    move(date(2026, 11, 26), date(2026, 12, 8))
    move(date(2026, 11, 26), date(2026, 12, 8))
    assert days(loan) == (date(2026, 11, 26), date(2026, 12, 8), date(2026, 12, 10))
    assert told() == ["support/suit_reserved", "support/suit_moved"]


@pytest.mark.parametrize(
    ("pick_up_on", "return_on", "refusal"),
    [
        (date(2026, 11, 28), date(2026, 12, 3), refusals.ClosedThen),
        (date(2026, 11, 27), date(2026, 12, 6), refusals.ClosedThen),
        (date(2026, 12, 1), date(2026, 12, 3), refusals.PickedUpTooLate),
        (date(2026, 11, 20), date(2026, 12, 3), refusals.NeededTooSoon),
        (date(2026, 11, 27), date(2026, 11, 30), refusals.BroughtBackTooSoon),
        (date(2026, 11, 24), date(2026, 12, 16), refusals.KeptTooLong),
    ],
)
def test_days_that_cannot_be_are_refused(move, loan, pick_up_on, return_on, refusal):
    before = days(loan)
    with pytest.raises(refusal):
        move(pick_up_on, return_on)
    assert days(loan) == before


def test_day_that_the_desk_has_closed_is_refused(move):
    closed_by_desk.know(frozenset([date(2026, 12, 8)]), until=float("inf"))
    with pytest.raises(refusals.ClosedThen):
        move(return_on=date(2026, 12, 8))


def test_days_that_another_has_are_refused_and_fewer_can_always_be(move, item, loan):
    following = {"pick_up_on": date(2026, 12, 8), "needed_on": date(2026, 12, 10), "return_on": date(2026, 12, 14)}
    SuitLoanFactory(item=item, **following)
    with pytest.raises(refusals.NoneLeft):
        move(return_on=date(2026, 12, 4))
    before = {"pick_up_on": date(2026, 11, 20), "needed_on": date(2026, 11, 24), "return_on": date(2026, 11, 24)}
    SuitLoanFactory(item=item, **before)
    with pytest.raises(refusals.NoneLeft):
        move(pick_up_on=date(2026, 11, 26))
    item.condition = "damaged"
    item.save()
    move(return_on=date(2026, 12, 2))
    assert days(loan)[1] == date(2026, 12, 2)


def test_cancelling_frees_the_days_and_again_changes_nothing(reserve, loan, seeker, other_seeker, now):
    booking.cancel(loan.pk, seeker, now=now)
    ended_at = booking.cancel(loan.pk, seeker, now=now + DAY).ended_at
    assert (ended_at, told()) == (now, ["support/suit_reserved", "support/suit_cancelled"])
    reserve(other_seeker)


def test_one_that_was_reserved_again_is_cancelled_again(reserve, loan, seeker, now):
    booking.cancel(loan.pk, seeker, now=now)
    again = reserve()
    assert booking.cancel(again.pk, seeker, now=now) == again
    assert set(SuitLoan.objects.values_list("status", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("status", ["lent", "returned", "lost"])
def test_once_it_was_handed_out_it_is_neither_moved_nor_cancelled(seeker, now, status):
    loan = SuitLoanFactory(seeker=seeker, status=status)
    other = {"pick_up_on": loan.pick_up_on, "return_on": date(2026, 12, 4)}
    for change in (partial(booking.cancel, loan.pk, seeker), partial(booking.move, loan.pk, seeker, **other)):
        with pytest.raises(refusals.NoLongerReserved):
            change(now=now)


def test_others_suit_is_neither_moved_nor_cancelled(loan, now):
    other = JobSeekerFactory()
    with pytest.raises(refusals.NoLongerReserved):
        booking.cancel(loan.pk, other, now=now)
    assert SuitLoan.objects.get().status == "requested"
    booking.cancel(loan.pk, loan.seeker, now=now)
    with pytest.raises(refusals.NoLongerReserved):
        booking.cancel(loan.pk, other, now=now)
