"""Owe somebody a mail: a row in the same transaction as the change it speaks of, and a hint to the worker."""

from datetime import datetime
from typing import Any

from accounts.messages.contexts import as_json
from accounts.messages.models import Message
from accounts.tasks import deliver_message
from accounts.users.models import User
from config import clock


def queue_message(kind: str, recipient: User, *, not_before: datetime | None = None, **context: object) -> Message:
    """To somebody with an account, at the address they have when it is sent. Call it in the change's transaction.

    One that is to go `not_before` a moment waits for the sweep of then. Raises `WrongContext`.
    """
    stored_with = as_json(kind, context)
    message = {"kind": kind, "recipient": recipient, "language": recipient.language, "context": stored_with}
    return stored(**message, try_at=not_before, waits_until=not_before) if not_before else queued(**message)


def queue_message_to_address(kind: str, email: str, *, language: str, **context: object) -> Message:
    """To an address: somebody without an account, or about to lose it. Raises `WrongContext`."""
    return queued(kind=kind, to_email=email, language=language, context=as_json(kind, context))


def queued(**fields: Any) -> Message:
    message = stored(**fields)
    deliver_message.delay_on_commit(message.pk)
    return message


def stored(**fields: Any) -> Message:
    """By the clock of the database, which the worker asks too: another machine's may be ahead of it."""
    at = clock.stamp()
    return Message.objects.create(**{"queued_at": at, "try_at": at, **fields})
