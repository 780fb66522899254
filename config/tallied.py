"""What is counted by the month: each app says its own, and `settings.TALLIED` names where. When, its triggers say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from config.typed import Text


@dataclass(frozen=True, kw_only=True)
class Tallied:
    """Something that is counted, what people read of it, when it counts, and what it is told apart by."""

    what: str
    label: Text
    meaning: Text
    has_office: bool = False
    has_advisor: bool = False
    channels: Mapping[str, Text] = field(default_factory=dict)
    kinds: Mapping[str, Text] = field(default_factory=dict)
    has_days: bool = False


@cache
def all_tallied() -> dict[str, Tallied]:
    """By name, in the order in which people read them."""
    lists: Iterable[list[Tallied]] = (import_string(name) for name in settings.TALLIED)
    return {it.what: it for its in lists for it in its}
