"""A step of a status, the same for every model that has one.

The model says in `NEXT` which status may follow which, and in `TIMES` which of its times a status writes. One that
keeps a record of its steps has them in `events`.
"""

from datetime import datetime

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from config.refusals import Refusal


class InvalidTransition(Refusal):
    """A status was asked to become one that does not follow it: somebody was faster, or pressed twice."""

    said = _("Nothing was changed: this has gone on meanwhile.")


def follows(row: Model, status: str) -> bool:
    """Whether the row may become this now."""
    return status in row.NEXT[row.status]


def step(row: Model, status: str, *, at: datetime, who: dict | None = None, **said) -> None:
    """Change the status, with the time it writes and what was said of it; record `who`. Call with the row locked.

    Saved is what it changed and nothing else. Raises `InvalidTransition`.
    """
    if not follows(row, status):
        raise InvalidTransition(f"{row}: {row.status} to {status}")
    if who is not None:
        row.events.create(from_status=row.status, to_status=status, at=at, **who)
    changed = {"status": status, **said}
    if status in row.TIMES:
        changed[row.TIMES[status]] = at
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
