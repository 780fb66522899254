"""A seeker reserves a suit, moves its days, cancels.

Locks are taken in one order: seeker, then the items of the stock.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import lock_seeker
from config import clock
from config.business_days import is_business_day
from jobs.models import JobInterview
from support.suits.days import BOOKED_AHEAD, LONGEST, days_for, first_pick_up
from support.suits.models import Key, SuitLoan
from support.suits.notifying import is_soon, tell_with_entry
from support.suits.refusals import (
    AlreadyReserved,
    BroughtBackTooSoon,
    ClosedThen,
    InterviewGone,
    KeptTooLong,
    Leaving,
    NeededTooLate,
    NeededTooSoon,
    NoLongerReserved,
    NoneLeft,
    PickedUpTooLate,
)
from support.suits.room import Span
from support.suits.stock import Stock, lock_stocks

Because = SuitLoan.Because
DAYS = ["needed_on", "pick_up_on", "return_on", "busy_until", "asked_on"]
HELD = [*DAYS, "office", "cut", "size", "pick_up_reminded_at", "return_reminded_at", "overdue_told_at"]


@transaction.atomic
def reserve(
    seeker: JobSeeker,
    *,
    cut: str,
    size: str,
    office_id: int,
    needed_on: date | None = None,
    interview_id: int | None = None,
    by: User | None = None,
    now: datetime | None = None,
) -> SuitLoan:
    """Hold a suit for an interview or another day, from the pick-up until it is clean again. Raises `NotLent`.

    The desk, `by`, does it for somebody on the phone: by the same rules, and with the same mail.
    """
    seeker = lock_seeker(seeker.pk)
    key = Key(office_id, cut, size)
    stock = lock_stocks([key]).get(key, Stock())
    now = now or clock.now()
    if seeker.is_leaving:
        raise Leaving
    end_not_collected(seeker, now=now)
    if seeker.suit_loans.requested().exists():
        raise AlreadyReserved
    interview = standing_interview(seeker, interview_id, now=now) if interview_id else None
    day = timezone.localdate(interview.starts_at) if interview else needed_on
    loan = SuitLoan(seeker=seeker, interview=interview, office_id=office_id, cut=cut, size=size, requested_at=now)
    loan.arranged_by = by
    pick_up_on, return_on = planned(day, today=timezone.localdate(now))
    assert day is not None  # else it was refused
    loan.set_days(pick_up_on, return_on, needed_on=day, today=timezone.localdate(now))
    loan.pick_up_reminded_at = now if is_soon(loan, now=now) else None
    hold(loan, stock, today=timezone.localdate(now))
    tell_with_entry("support/suit_reserved", loan, now=now)
    return loan


def standing_interview(seeker: JobSeeker, interview_id: int, *, now: datetime) -> JobInterview:
    """Call with the seeker locked: nobody moves it meanwhile. Raises `InterviewGone`."""
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__gt=now)
    interview = ahead.filter(pk=interview_id).first()
    if interview is None:
        raise InterviewGone
    return interview


def planned(needed_on: date | None, *, today: date) -> tuple[date, date]:
    """The days of pick-up and return that suit best. Raises `NotLent`."""
    if needed_on is None or needed_on > today + BOOKED_AHEAD:
        raise NeededTooLate
    if needed_on <= first_pick_up(today):
        raise NeededTooSoon
    return days_for(needed_on, today=today)


def hold(loan: SuitLoan, stock: Stock, *, today: date, former: Span | None = None) -> None:
    """Store the days and the stock of a loan, if there is room; the database refuses what is beyond it.

    Held for fewer days than `former`ly it takes nothing from anybody, even where suits have become too few. Call with
    the stock locked. Raises `NoneLeft`, with which the transaction has to end.
    """
    is_less = former is not None and former.first <= loan.pick_up_on and loan.busy_until <= former.last
    if not is_less and not stock.has_room(loan.span(today), today=today, but=loan if loan.pk else None):
        raise NoneLeft(loan.key, loan.span(today))
    try:
        if loan.pk:
            loan.save(update_fields=HELD)
        else:
            loan.save(force_insert=True)
    except IntegrityError as refusal:
        raise NoneLeft(loan.key, loan.span(today)) from refusal


@transaction.atomic
def move(
    loan_id: int, seeker: JobSeeker, *, pick_up_on: date, return_on: date, now: datetime | None = None
) -> SuitLoan:
    """Other days for a suit that is not picked up yet; the same ones change nothing. Raises `NotLent`."""
    loan, stock = changeable(loan_id, seeker)
    now = now or clock.now()
    if loan.seeker.is_leaving:
        raise Leaving
    if (loan.pick_up_on, loan.return_on) == (pick_up_on, return_on):
        return loan
    refuse_days(loan, pick_up_on, return_on, today=timezone.localdate(now))
    rehold(loan, stock, pick_up_on, return_on, needed_on=loan.wanted_on, now=now)
    tell_with_entry("support/suit_moved", loan, now=now)
    return loan


def rehold(loan: SuitLoan, stock: Stock, pick_up_on: date, return_on: date, *, needed_on: date, now: datetime) -> None:
    """Move the days of a loan within its stock, both locked. Raises `NoneLeft`."""
    today, former = timezone.localdate(now), Span(loan.pick_up_on, loan.busy_until)
    loan.set_days(pick_up_on, return_on, needed_on=needed_on, today=today)
    loan.pick_up_reminded_at = now if is_soon(loan, now=now) else None
    loan.return_reminded_at = loan.overdue_told_at = None
    hold(loan, stock, today=today, former=former)


def refuse_days(loan: SuitLoan, pick_up_on: date, return_on: date, *, today: date) -> None:
    """Raises `NotLent` where these days cannot be."""
    for day in (pick_up_on, return_on):
        if not is_business_day(day):
            raise ClosedThen(day)
    if pick_up_on >= loan.wanted_on:
        raise PickedUpTooLate
    if pick_up_on < first_pick_up(today) and pick_up_on != loan.pick_up_on:
        raise NeededTooSoon
    if return_on < loan.wanted_on:
        raise BroughtBackTooSoon
    if return_on > pick_up_on + LONGEST:
        raise KeptTooLong


def changeable(loan_id: int, seeker: JobSeeker) -> tuple[SuitLoan, Stock]:
    """The seeker's loan that is not handed out yet, and its stock, all under locks. Raises `NoLongerReserved`."""
    locked = lock_seeker(seeker.pk)
    unlocked = locked.suit_loans.filter(pk=loan_id).first()
    if unlocked is None:
        raise NoLongerReserved
    stock = lock_stocks([unlocked.key]).get(unlocked.key, Stock())
    loans = locked.suit_loans.select_for_update(of=("self",)).select_related("office", "interview")
    loan = loans.get(pk=loan_id)
    if not loan.is_requested:
        raise NoLongerReserved
    loan.seeker = locked
    return loan, stock


@transaction.atomic
def cancel(loan_id: int, seeker: JobSeeker, *, now: datetime | None = None) -> SuitLoan:
    """The seeker cancels, until the hand-out; again, it changes nothing. Raises `NoLongerReserved`."""
    locked = lock_seeker(seeker.pk)
    cancelled = locked.suit_loans.filter(pk=loan_id, status=SuitLoan.Status.CANCELLED).first()
    if cancelled:
        return cancelled
    loan, _stock = changeable(loan_id, seeker)
    now = now or clock.now()
    loan.cancel(Because.SEEKER, at=now)
    tell_with_entry("support/suit_cancelled", loan, now=now)
    return loan


def end_not_collected(seeker: JobSeeker, *, now: datetime) -> None:
    """What was not picked up in time stands in the way of nothing new. Call with the seeker locked."""
    past = seeker.suit_loans.not_collected(timezone.localdate(now)).select_for_update(of=("self",))
    for loan in past.select_related("office"):
        loan.seeker = seeker
        loan.cancel(Because.NOT_COLLECTED, at=now)
        tell_with_entry("support/suit_freed", loan, because=Because.NOT_COLLECTED.value, now=now)
