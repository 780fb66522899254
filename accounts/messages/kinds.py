"""What staff call each kind of mail, and when it may leave. The kinds stand in every app's apps.py: `mails`."""

from dataclasses import dataclass
from enum import Enum

from django.apps import apps


class Leaves(Enum):
    """When a mail to a member may leave (docs/mails.md); whatever goes to staff leaves at once."""

    AT_ONCE = "at once"
    IN_HOURS = "hours"
    WITH_APPOINTMENT = "hours, appointment"
    COUNTED = "hours, counted"


@dataclass(frozen=True)
class Kind:
    name: str
    leaves: Leaves


def kinds_that(leave: Leaves) -> list[str]:
    described = [(app.name, getattr(app, "mails", {})) for app in apps.get_app_configs()]
    return [f"{app}/{name}" for app, mails in described for name, kind in mails.items() if kind.leaves is leave]


def kind_named(kind: str) -> Kind | None:
    """`withdrawals/scheduled`, as its app describes it."""
    app, _slash, name = kind.partition("/")
    return getattr(apps.app_configs.get(app), "mails", {}).get(name)
