"""What a member can do next, who is beside them, what is ahead and what they wait for, on my page.

Each topic finds its own in one statement; `settings.AGENDA` names what finds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.users.models import JobSeeker

MOST_STEPS = 3
SOON = timedelta(days=7)


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
    """`what` a member waits for, `since` when, and where they see how it stands.

    With `answer_by` it is they who are waited for, until then.
    """

    what: str
    since: datetime
    page: str
    answer_by: datetime | None = None


class Rank(IntEnum):
    """What comes first of what can be done next."""

    OFFER = 1
    SOON = 2
    MESSAGES = 3
    REFERRALS = 4


@dataclass(frozen=True, kw_only=True)
class Step:
    """`what` can be done next, on which `page`, by which `button`; a quiet `note`; `at`, which orders those alike."""

    rank: Rank
    what: str
    page: str
    button: str
    note: str = ""
    at: datetime
    appointment: Appointment | None = None

    @property
    def is_one_of_several(self) -> bool:
        """Whether there may be more whose button says the same."""
        return self.rank == Rank.SOON


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who is beside a member, when they have time next, and what of the beginning is done.

    `photo` is an address; `awaits_counseling` is that one is booked.
    """

    advisor: str = ""
    photo: str = ""
    free_at: datetime | None = None
    awaits_counseling: bool = False
    has_been_counseled: bool = False
    has_wishes: bool = False
    hears_of_jobs: bool = True

    @property
    def is_met(self) -> bool:
        """Whether a counseling is booked, or has taken place."""
        return self.awaits_counseling or self.has_been_counseled

    @property
    def is_settled(self) -> bool:
        """Whether the first steps are done; counseling says what comes of the rest."""
        return self.has_been_counseled or self.awaits_counseling and self.has_wishes


Entry = Appointment | Awaited | Step | Standing


@dataclass(frozen=True)
class Agenda:
    """At most three steps; what is ahead besides, by time; what is waited for, the longest first."""

    steps: list[Step]
    ahead: list[Appointment]
    awaited: list[Awaited]
    standing: Standing
    to_practise: Appointment | None


def agenda(seeker: JobSeeker, *, now: datetime, is_leaving: bool = False) -> Agenda:
    found: list[Entry] = []
    for name in settings.AGENDA:
        entries: Sequence[Entry] = import_string(name)(seeker, now=now)
        found += entries
    appointments = sorted((it for it in found if isinstance(it, Appointment)), key=lambda it: it.starts_at)
    waiting = [it for it in found if isinstance(it, Awaited)]
    steps = next_steps(found, now=now, is_leaving=is_leaving)
    shown = [step.appointment for step in steps]
    return Agenda(
        steps=steps,
        ahead=[it for it in appointments if it not in shown],
        awaited=sorted((it for it in waiting if not it.answer_by), key=lambda it: it.since),
        standing=next((it for it in found if isinstance(it, Standing)), Standing()),
        to_practise=to_practise(appointments),
    )


def next_steps(found: Sequence[Entry], *, now: datetime, is_leaving: bool) -> list[Step]:
    """An offer, then what is within seven days, then messages, then referrals; of these none to whoever leaves."""
    steps = [it for it in found if isinstance(it, Step)]
    steps += [attended(it) for it in found if isinstance(it, Appointment) and it.starts_at <= now + SOON]
    steps += [answered(it, it.answer_by) for it in found if isinstance(it, Awaited) and it.answer_by]
    wanted = [step for step in steps if not (is_leaving and step.rank == Rank.REFERRALS)]
    return sorted(wanted, key=lambda step: (step.rank, step.at))[:MOST_STEPS]


def attended(it: Appointment) -> Step:
    return Step(
        rank=Rank.SOON, what=it.what, page=it.page, button=_("See the details"), at=it.starts_at, appointment=it
    )


def answered(it: Awaited, until: datetime) -> Step:
    return Step(rank=Rank.SOON, what=it.what, page=it.page, button=_("Answer"), at=until)


def to_practise(ahead: Sequence[Appointment]) -> Appointment | None:
    """The next one that can be practised for: offered once, and not where that is ahead already."""
    found = next((appointment for appointment in ahead if appointment.practice), None)
    pages = {appointment.page for appointment in ahead}
    return found if found and found.practice.partition("?")[0] not in pages else None
