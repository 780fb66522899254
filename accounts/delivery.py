"""How a queued message leaves: taken under a lock, sent outside any transaction, then forgotten."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.mails import audience, compose
from accounts.models import Message

log = logging.getLogger(__name__)


def deliver(message_id: int, *, now: datetime) -> None:
    """Send a message that is ready, once; a crash in between costs at most one duplicate.

    Whether its recipient may still be written to is looked up here, not when it was queued.
    """
    with transaction.atomic():
        message = take(message_id, now=now)
        to = message and audience(message)
        if message and to is None:
            message.finish(Message.Status.REFUSED, at=now)
    if to:
        send(message, to, now=now)


def take(message_id: int, *, now: datetime) -> Message | None:
    """The message under a lock and leased to this worker; None if it is gone, finished, or another's."""
    message = Message.objects.ready(now).filter(pk=message_id).select_for_update(of=("self",), skip_locked=True).first()
    if message:
        message.lease(now)
    return message


def send(message: Message, to, *, now: datetime) -> None:
    """Hand it to the mail server, unless nothing is left to say. A refusal is tried again, for three days."""
    mail = compose(message, to)
    if mail is None:
        finish(message, Message.Status.REFUSED, at=now)
        return
    try:
        mail.send()
    except OSError:  # smtplib's errors are OSErrors
        log.exception("mail not taken", extra={"id": message.pk})
        if message.is_overdue(now):
            finish(message, Message.Status.FAILED, at=now)
    else:
        finish(message, Message.Status.SENT, at=now)


@transaction.atomic
def finish(message: Message, status: Message.Status, *, at: datetime) -> None:
    """Close it, if it still exists: its recipient may have been erased meanwhile."""
    locked = Message.objects.select_for_update(of=("self",)).filter(pk=message.pk, status=Message.Status.QUEUED).first()
    if locked:
        locked.finish(status, at=at)
