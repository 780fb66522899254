"""Owe somebody a mail: a row in the same transaction as the change it speaks of, and a hint to the worker."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import accounts.tasks as tasks  # as a module: it imports, in turn, what is owed by LINE
from accounts.messages.contexts import as_json
from accounts.messages.models import Message
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
    return queued(**to_address(kind, email, language=language, **context))


def queue_messages(messages: Sequence[dict[str, Any]]) -> None:
    """Several, each as `to_address` says it, stored by one statement. The next sweep hands them out, behind the codes
    that somebody waits for; one alone goes at once.
    """
    stored_now = Message.objects.bulk_create([Message(**stamped(), **fields) for fields in messages])
    if len(stored_now) == 1:
        tasks.deliver_message.delay_on_commit(stored_now[0].pk)


def to_address(kind: str, email: str, *, language: str, **context: object) -> dict[str, Any]:
    return {"kind": kind, "to_email": email, "language": language, "context": as_json(kind, context)}


def queued(**fields: Any) -> Message:
    message = stored(**fields)
    tasks.deliver_message.delay_on_commit(message.pk)
    return message


def stored(**fields: Any) -> Message:
    return Message.objects.create(**{**stamped(), **fields})


def stamped() -> dict[str, Any]:
    """By the clock of the database, which the worker asks too: another machine's may be ahead of it."""
    at = clock.stamp()
    return {"queued_at": at, "try_at": at}
