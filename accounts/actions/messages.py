"""Owe somebody a mail: a row in the same transaction as the change it speaks of, and a hint to the worker."""

from accounts.models import Message, User
from accounts.tasks import deliver_message


def queue_message(kind: str, recipient: User, **context) -> Message:
    """To somebody with an account, at the address they have when it is sent. Call it in the change's transaction."""
    return queued(kind=kind, recipient=recipient, language=recipient.language, context=context)


def queue_message_to_address(kind: str, email: str, *, language: str, **context) -> Message:
    """To an address: somebody without an account, or about to lose it."""
    return queued(kind=kind, to_email=email, language=language, context=context)


def queued(**fields) -> Message:
    message = Message.objects.create(**fields)
    deliver_message.delay_on_commit(message.pk)
    return message
