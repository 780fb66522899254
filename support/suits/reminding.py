"""Mails about a day that comes or has gone by, once each and in the daytime, and reservations that nobody came for.

Each loan by itself, so that one that fails holds up none of the others; safe to repeat, and beside itself.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import leaving
from advisors.assignment.assigning import lock_seeker
from advisors.counseling.reminding import is_daytime
from config.business_days import add_business_days, is_business_day
from support.suits.booking import end_not_collected
from support.suits.models import SuitLoan, SuitLoanQuerySet
from support.suits.notifying import tell

DAY = timedelta(days=1)
Due = Callable[[datetime], SuitLoanQuerySet]


def picked_up_tomorrow(now: datetime) -> SuitLoanQuerySet:
    due = gone_to_tomorrow(SuitLoan.objects.requested(), now)
    return due.filter(pick_up_on=timezone.localdate(now) + DAY, pick_up_reminded_at=None)


def brought_back_tomorrow(now: datetime) -> SuitLoanQuerySet:
    due = gone_to_tomorrow(SuitLoan.objects.lent(), now)
    return due.filter(return_on=timezone.localdate(now) + DAY, return_reminded_at=None)


def gone_to_tomorrow(loans: SuitLoanQuerySet, now: datetime) -> SuitLoanQuerySet:
    """None where the office was closed later."""
    return loans if is_business_day(timezone.localdate(now) + DAY) else loans.none()


def overdue(now: datetime) -> SuitLoanQuerySet:
    """Those that could have been brought back, that day or since: a day that was closed later is nobody's fault."""
    last = add_business_days(timezone.localdate(now), -1)
    return SuitLoan.objects.lent().filter(return_on__lte=last, overdue_told_at=None)


# Which mail, and which column notes that it was owed.
REMINDERS: list[tuple[Due, str, str]] = [
    (picked_up_tomorrow, "support/suit_pick_up", "pick_up_reminded_at"),
    (brought_back_tomorrow, "support/suit_return", "return_reminded_at"),
    (overdue, "support/suit_overdue", "overdue_told_at"),
]


def due(*, now: datetime) -> QuerySet[SuitLoan]:
    """In the daytime, those of which a mail is owed, and those that nobody came for."""
    if not is_daytime(now):
        return SuitLoan.objects.none()
    is_due = Q(pk__in=SuitLoan.objects.not_collected(timezone.localdate(now)).values("pk"))
    for which, _kind, _noted_as in REMINDERS:
        is_due |= Q(pk__in=which(now).values("pk")) & Q(~leaving("seeker"))
    return SuitLoan.objects.filter(is_due)


def remind(loan_id: int, *, now: datetime) -> None:
    """Owe the mail that is due of it, or let it go."""
    for which, kind, noted_as in REMINDERS:
        owe(loan_id, which, kind, noted_as, now=now)
    past = SuitLoan.objects.not_collected(timezone.localdate(now)).filter(pk=loan_id)
    for seeker_id in list(past.values_list("seeker", flat=True)):
        let_go(seeker_id, now=now)


@transaction.atomic
def owe(loan_id: int, which: Due, kind: str, noted_as: str, *, now: datetime) -> None:
    loans = which(now).filter(~leaving("seeker")).select_related("seeker__user", "office")
    loan = loans.select_for_update(of=("self",), skip_locked=True).filter(pk=loan_id).first()
    if loan:
        loan.note(noted_as, at=now)
        tell(kind, loan)


@transaction.atomic
def let_go(seeker_id: int, *, now: datetime) -> None:
    end_not_collected(lock_seeker(seeker_id), now=now)
