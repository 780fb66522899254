"""How long withdrawals wait that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from django.utils import timezone

from config.figures import Figure
from withdrawals.erasure.models import LISTED_WITHIN
from withdrawals.models import STUCK_SINCE, Erasure, LeavingMessage, WithdrawalRequest
from withdrawals.requests.deadlines import missed_at

MOST = timedelta(minutes=15)
TOLD_WITHIN = timedelta(hours=1)


def failing_withdrawal(*, now: datetime) -> Figure:
    """Since when a request has been tried again and again and got no further, be its completion due or not."""
    failing = WithdrawalRequest.objects.failing().order_by(STUCK_SINCE)
    since = failing.values_list(STUCK_SINCE, flat=True).first()
    return Figure.since(since, now=now, most=timedelta(0))


def oldest_due_withdrawal(*, now: datetime) -> Figure:
    """Received and not looked at, scheduled and not completed at its time, or open past its last day.

    Not by `next_step_at`: every sweep puts that off, so that what fails each time never looks old.
    """
    requests = WithdrawalRequest.objects.order_by()
    received = requests.filter(status=WithdrawalRequest.Status.RECEIVED).order_by("received_at")
    scheduled = requests.scheduled().filter(completes_at__lte=now).order_by("completes_at")
    overdue = requests.filter(ended_at=None, due_on__lt=timezone.localdate(now)).order_by("due_on")
    missed = overdue.values_list("due_on", flat=True).first()
    return Figure.since(
        received.values_list("received_at", flat=True).first(),
        scheduled.values_list("completes_at", flat=True).first(),
        missed_at(missed) if missed else None,
        now=now,
        most=MOST,
    )


def oldest_untold_leaving(*, now: datetime) -> Figure:
    """Since when the desk should have been told of a message that says its member leaves."""
    untold = LeavingMessage.objects.untold(now).order_by("tell_at")
    return Figure.since(untold.values_list("tell_at", flat=True).first(), now=now, most=TOLD_WITHIN)


def oldest_unlisted_erasure(*, now: datetime) -> Figure:
    """Erased and not on the list that is kept apart from the database: the receipt waits for that."""
    unlisted = Erasure.objects.unlisted().order_by("pk")
    return Figure.since(unlisted.values_list("erased_at", flat=True).first(), now=now, most=LISTED_WITHIN)
