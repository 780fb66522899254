"""What mails of this app say, found when they are sent; see `FOUND_WHEN_SENT` in the settings."""

from django.utils import timezone

from accounts.models import Message
from config import clock
from withdrawals.erasure.listing import list_new_erasures
from withdrawals.requests.deadlines import completes_at, is_late_notice


def scheduled(message: Message) -> dict | None:
    """When it will be completed, if it leaves so late that the grace time begins anew; None once nothing is to come."""
    request = message.recipient.job_seeker.withdrawal
    if request is None:
        return None
    now = clock.now()
    if not is_late_notice(message.queued_at, now):
        return {}
    return {"completes_at": timezone.localtime(completes_at(now, request.due_on))}


def under_way(message: Message) -> dict | None:
    """When the withdrawal it speaks of will be completed; None once that has ended."""
    request = message.recipient.job_seeker.withdrawal
    if request is None or request.reference != message.context["reference"]:
        return None
    return {"completes_at": timezone.localtime(request.completes_at)}


def completed(message: Message) -> dict:
    """Nothing more: but whoever is told of their erasure stays erased, whichever backup is restored.

    Before the receipt leaves, the erasure is on the disk of the list; while that cannot be written, the receipt waits
    and is tried again, as a mail that cannot be written.
    """
    list_new_erasures(now=clock.now())
    return {}
