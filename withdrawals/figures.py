"""How long withdrawals wait that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.figures import Wait, told_as
from config.together import earliest, earliest_day
from withdrawals.erasure.models import LISTED_WITHIN
from withdrawals.models import STUCK_SINCE, CallBack, Erasure, LeavingMessage, WithdrawalRequest
from withdrawals.requests.deadlines import missed_at

MOST = timedelta(minutes=15)
TOLD_WITHIN = timedelta(hours=1)


@told_as(
    _("Withdrawals that fail again and again"),
    help=_("The queue of withdrawals says which ones, the log of the worker why. The day that was promised holds."),
)
def failing_withdrawal(*, now: datetime) -> Wait:
    """Since when a request has been tried again and again and got no further, be its completion due or not."""
    failing = WithdrawalRequest.objects.failing().order_by(STUCK_SINCE)
    since = earliest(failing, STUCK_SINCE)
    return Wait.since(since, now=now, most=timedelta(0))


@told_as(
    _("The oldest withdrawal that should have gone on"),
    help=_("Is the worker running? If it is, one is open past its last day: see the queue of withdrawals."),
)
def oldest_due_withdrawal(*, now: datetime) -> Wait:
    """Received and not looked at, scheduled and not completed at its time, or open past its last day.

    Not by `next_step_at`: every sweep puts that off, so that what fails each time never looks old.
    """
    requests = WithdrawalRequest.objects.order_by()
    received = requests.filter(status=WithdrawalRequest.Status.RECEIVED).order_by("received_at")
    scheduled = requests.scheduled().filter(completes_at__lte=now).order_by("completes_at")
    overdue = requests.filter(ended_at=None, due_on__lt=timezone.localdate(now)).order_by("due_on")
    missed = earliest_day(overdue, "due_on")
    return Wait.since(
        earliest(received, "received_at"),
        earliest(scheduled, "completes_at"),
        missed_at(missed) if missed else None,
        now=now,
        most=MOST,
    )


@told_as(
    _("Messages that say somebody leaves, and callers to be called back, that the desk has not been told of"),
    help=_("See in the log of the worker why tell_of_unrecorded fails."),
)
def oldest_untold_leaving(*, now: datetime) -> Wait:
    """Since when the desk should have been told of a message that says its member leaves, or of a call to be made."""
    messages = LeavingMessage.objects.untold(now).order_by("tell_at")
    calls = CallBack.objects.untold(now).order_by("tell_at")
    return Wait.since(earliest(messages, "tell_at"), earliest(calls, "tell_at"), now=now, most=TOLD_WITHIN)


@told_as(
    _("The oldest erasure that is not on the list yet"),
    help=_("The list of erasures cannot be written: is its disk full, or the folder not there? Receipts wait for it."),
)
def oldest_unlisted_erasure(*, now: datetime) -> Wait:
    """Erased and not on the list that is kept apart from the database: the receipt waits for that."""
    unlisted = Erasure.objects.unlisted().order_by("pk")
    return Wait.since(earliest(unlisted, "erased_at"), now=now, most=LISTED_WITHIN)
