"""What is stored with a mail until it is sent: what its app's catalogue names, dates and times as text in JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import UnionType
from typing import Any, get_args

from django.utils import timezone

from accounts.messages.kinds import kind_of
from accounts.messages.models import Message
from config.typed import Typed


class WrongContext(Exception):
    """What is to be stored with a mail is not what its app's catalogue names. Says the names, and no value."""


def as_json(kind: str, context: Mapping[str, object]) -> dict[str, object]:
    """As it waits in its row. What is None is left out. Raises `WrongContext`."""
    described = kind_of(kind)
    if described is None:
        raise WrongContext(f"{kind} is in no catalogue")
    named = described.stored
    wrong = {*context} - {*named} | {name for name, of in named.items() if not fits(context.get(name), of)}
    if wrong:
        raise WrongContext(f"{kind}: {', '.join(sorted(wrong))}")
    return {name: text_of(value) for name, value in context.items() if value is not None}


def fits(value: object, of: type | UnionType) -> bool:
    """Of exactly this type: a time is no date and a bool no number, though Python takes them for such."""
    if isinstance(value, datetime):
        return datetime in either(of) and timezone.is_aware(value)
    return isinstance(value, of) and not (isinstance(value, bool) and bool not in either(of))


def either(of: type | UnionType) -> tuple[type, ...]:
    """`datetime | None` is what may be left out."""
    return get_args(of) or (of,)


def text_of(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def revived(message: Message) -> Typed:
    """What waited with it, dates and times as such again, in the time of Japan.

    What the catalogue no longer names, because the row is older, stays as it was stored.
    """
    described = kind_of(message.kind)
    named = described.stored if described else {}
    return {name: value_of(value, either(named.get(name, str))) for name, value in message.context.items()}


def value_of(stored: Any, of: tuple[type, ...]) -> Any:
    if datetime in of:
        moment = datetime.fromisoformat(stored)
        # SQLite says no time zone where the database itself wrote the context.
        return timezone.localtime(moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC))
    return date.fromisoformat(stored) if date in of else stored
