"""What an app says of each of its mails, in the catalogue of its `mails.py`: `MAILS`."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from accounts.messages.topics import Topic
from config.typed import Text, Typed


class Leaves(Enum):
    """When a mail to a member may leave (docs/mails.md); whatever goes to staff leaves at once."""

    AT_ONCE = "at once"
    IN_HOURS = "hours"
    WITH_APPOINTMENT = "hours, appointment"
    COUNTED = "hours, counted"


@dataclass(frozen=True)
class Kind:
    """`label` is what staff call it, `goes` to whom and when it goes out.

    `stored` names what is stored with it, and of which type: `datetime | None` may be left out. `found` says what it
    says of how things are when this message is sent: None if by then there is nothing to say. One with a `topic` may
    go by LINE instead, as its reader has chosen; one without goes by mail.
    """

    label: Text
    goes: str
    leaves: Leaves
    stored: Mapping[str, type | UnionType] = field(default_factory=dict)
    found: Callable[[Any], Typed | None] | None = None
    topic: Topic | None = None


@cache
def catalogues() -> dict[str, dict[str, Kind]]:
    """Of each app that sends mails; looked up by name, because accounts knows no later app."""
    named = [app.name for app in apps.get_app_configs() if module_has_submodule(app.module, "mails")]
    return {name: import_module(f"{name}.mails").MAILS for name in named}


def kind_of(kind: str) -> Kind | None:
    """`withdrawals/scheduled`, as its app describes it."""
    app, _slash, name = kind.partition("/")
    return catalogues().get(app, {}).get(name)


def kinds_that(leave: Leaves) -> list[str]:
    described = catalogues().items()
    return [f"{app}/{name}" for app, mails in described for name, kind in mails.items() if kind.leaves is leave]


def kinds_about(topics: Collection[str]) -> list[str]:
    described = catalogues().items()
    return [f"{app}/{name}" for app, mails in described for name, kind in mails.items() if kind.topic in topics]


def label_of(kind: str) -> str:
    """What staff call this mail."""
    found = kind_of(kind)
    return str(found.label) if found else kind
