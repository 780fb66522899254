"""What becomes of a suit when the interview it is for is moved, called off, or will not be.

`settings.INTERVIEW_FOLLOWERS` names `follow`: jobs calls it in the transaction of that change, with the seeker locked.
"""

from datetime import datetime

from django.utils import timezone

from jobs.models import JobInterview, Referral
from support.suits.booking import planned, rehold
from support.suits.models import SuitLoan
from support.suits.notifying import tell, tell_with_entry
from support.suits.refusals import NotLent
from support.suits.stock import Stock, lock_stocks

Because = SuitLoan.Because


def follow(referral: Referral, interview: JobInterview | None = None, *, now: datetime) -> None:
    """Move, or free, what is held for this interview, or for all of a selection that has gone on; or say it cannot."""
    loans = SuitLoan.objects.live().filter(seeker=referral.seeker, interview__referral=referral)
    unlocked = list(loans.filter(interview=interview) if interview else loans)
    if not unlocked:
        return
    stocks = lock_stocks(loan.key for loan in unlocked)
    held = SuitLoan.objects.filter(pk__in=[loan.pk for loan in unlocked]).select_for_update(of=("self",))
    standing = JobInterview.objects.standing().in_bulk([loan.interview_id for loan in unlocked])
    for loan in held.select_related("office").order_by("pk"):
        loan.seeker = referral.seeker
        follow_one(loan, standing.get(loan.interview_id), stocks.get(loan.key, Stock()), now=now)


def follow_one(loan: SuitLoan, interview: JobInterview | None, stock: Stock, *, now: datetime) -> None:
    """`interview` is the one it is for, if that will be. What is out already stays so until its day of return."""
    if interview is not None:
        follow_to(loan, interview, stock, now=now)
    elif loan.is_requested and loan.needed_on >= timezone.localdate(now):
        loan.cancel(Because.INTERVIEW, at=now)
        tell_with_entry("support/suit_freed", loan, because=Because.INTERVIEW.value, now=now)


def follow_to(loan: SuitLoan, interview: JobInterview, stock: Stock, *, now: datetime) -> None:
    """To the day of an interview: with the days as they are, where they still do; or with others; or say it cannot."""
    day = timezone.localdate(interview.starts_at)
    if day == loan.needed_on:
        return
    if loan.pick_up_on < day <= loan.return_on:
        loan.needed_on = day
        loan.save(update_fields=["needed_on"])
        return
    try:
        pick_up_on, return_on = planned(day, today=timezone.localdate(now))
        rehold(loan, stock, loan.pick_up_on if loan.is_lent else pick_up_on, return_on, needed_on=day, now=now)
    except NotLent:
        loan.refresh_from_db()
        tell("support/suit_not_moved", loan, needed_on=day)
    else:
        tell_with_entry("support/suit_moved", loan, now=now)
