"""What is ahead of a member and what they wait for, on my page.

Each topic finds its own in one statement; `settings.AGENDA` names what finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.users.models import JobSeeker


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """When it begins, `what` it is and `where`, as the member reads it; the page on which it is changed.

    `calendar` is the address of its `.ics`, if it has one; `practice` that of a page where one can practise for it.
    """

    starts_at: datetime
    ends_at: datetime | None = None
    what: str
    where: str
    page: str
    calendar: str = ""
    practice: str = ""


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """`what` a member waits for, `since` when, and where they see how it stands."""

    what: str
    since: datetime
    page: str


Entry = Appointment | Awaited


@dataclass(frozen=True)
class Agenda:
    """What is ahead and not over, by time, and what is waited for, the longest first."""

    ahead: list[Appointment]
    awaited: list[Awaited]

    @property
    def to_practise(self) -> Appointment | None:
        """The next one that can be practised for: offered once, and not where that is ahead already."""
        found = next((appointment for appointment in self.ahead if appointment.practice), None)
        return found if found and found.practice.partition("?")[0] not in self.pages else None

    @property
    def pages(self) -> set[str]:
        """Those that lead to what is ahead."""
        return {appointment.page for appointment in self.ahead}


def agenda(seeker: JobSeeker, *, now: datetime) -> Agenda:
    found: list[Entry] = []
    for name in settings.AGENDA:
        entries: Sequence[Entry] = import_string(name)(seeker, now=now)
        found += entries
    ahead = [entry for entry in found if isinstance(entry, Appointment)]
    waiting = [entry for entry in found if isinstance(entry, Awaited)]
    return Agenda(
        sorted(ahead, key=lambda appointment: appointment.starts_at), sorted(waiting, key=lambda awaited: awaited.since)
    )
