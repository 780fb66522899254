"""Mails about a day that comes or has gone by, once each and in the daytime, and reservations that nobody came for."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import leaving
from advisors.assignment.assigning import lock_seeker
from advisors.counseling.reminding import is_daytime
from config.business_days import is_business_day
from support.suits.booking import end_not_collected
from support.suits.days import is_late
from support.suits.models import SuitLoan
from support.suits.notifying import tell

DAY = timedelta(days=1)
Due = Callable[[datetime], QuerySet[SuitLoan]]


def remind_of_suits(*, now: datetime) -> None:
    """All that is due, in the daytime only. Safe to repeat."""
    if not is_daytime(now):
        return
    today = timezone.localdate(now)
    if is_business_day(today + DAY):  # an office that was closed later is not gone to
        remind_each(picked_up_tomorrow, "support/suit_pick_up", "pick_up_reminded_at", now=now)
        remind_each(brought_back_tomorrow, "support/suit_return", "return_reminded_at", now=now)
    remind_each(overdue, "support/suit_overdue", "overdue_told_at", now=now, unless=lambda it: not late(it, today))
    for seeker_id in list(SuitLoan.objects.not_collected(today).values_list("seeker", flat=True)):
        let_go(seeker_id, now=now)


def picked_up_tomorrow(now: datetime) -> QuerySet[SuitLoan]:
    due = SuitLoan.objects.requested().filter(pick_up_on=timezone.localdate(now) + DAY, pick_up_reminded_at=None)
    return due.filter(~leaving("seeker"))


def brought_back_tomorrow(now: datetime) -> QuerySet[SuitLoan]:
    due = SuitLoan.objects.lent().filter(return_on=timezone.localdate(now) + DAY, return_reminded_at=None)
    return due.filter(~leaving("seeker"))


def overdue(now: datetime) -> QuerySet[SuitLoan]:
    due = SuitLoan.objects.lent().filter(return_on__lt=timezone.localdate(now), overdue_told_at=None)
    return due.filter(~leaving("seeker"))


def late(loan: SuitLoan, today: date) -> bool:
    return is_late(loan.return_on, today=today)


def remind_each(
    due: Due, kind: str, noted_as: str, *, now: datetime, unless: Callable[[SuitLoan], bool] = lambda _: False
) -> None:
    for loan in list(due(now)):
        if not unless(loan):
            remind(loan.pk, due, kind, noted_as, now=now)


@transaction.atomic
def remind(loan_id: int, due: Due, kind: str, noted_as: str, *, now: datetime) -> None:
    loans = due(now).select_related("seeker__user", "office")
    loan = loans.select_for_update(of=("self",), skip_locked=True).filter(pk=loan_id).first()
    if loan:
        loan.note(noted_as, at=now)
        tell(kind, loan)


@transaction.atomic
def let_go(seeker_id: int, *, now: datetime) -> None:
    end_not_collected(lock_seeker(seeker_id), now=now)
