"""Who has no advisor, since when, and who could be theirs: what the desk looks at."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import JobSeeker, User, leaving
from advisors.assignment.models import Assignment
from advisors.counseling.models import CounselingBooking, SlotWait
from advisors.handover.ranking import Colleague, Proposal, Wanted, colleagues_at_work, had_by, ranked
from config.typed import WithAnnotations


@dataclass(frozen=True)
class Case:
    """A seeker without an advisor, and the best of those who could be theirs; none to a former advisor of theirs."""

    seeker: JobSeeker
    proposals: list[Proposal]


def without_advisor(user: User) -> QuerySet[JobSeeker]:
    """The seekers this person may see who have no advisor and are not leaving."""
    return JobSeeker.objects.visible_to(user).unassigned().filter(~leaving())


class Waiting(TypedDict):
    """Since when a seeker waits for a slot, and the field of work of their last booking, if any.

    `is_own`: whoever asks was their advisor, and so neither learns what they wish for nor chooses the next.
    """

    waits_since: datetime | None
    field: str
    is_own: bool


Unassigned = WithAnnotations[JobSeeker, Waiting]


def by_waiting_time(user: User) -> QuerySet[Unassigned]:
    """The same, who waits longest first: since they joined or lost an advisor."""
    here = {"seeker": OuterRef("pk")}
    interest = CounselingBooking.objects.filter(**here).exclude(field="").order_by("-pk").values("field")
    seekers = without_advisor(user).annotate(
        waits_since=SlotWait.objects.untold().filter(**here).values("since"),
        field=Coalesce(Subquery(interest[:1]), Value("")),
        is_own=Exists(Assignment.objects.filter(**here, advisor__user=user)),
    )
    return seekers.select_related("user").order_by("unassigned_since", "pk")


def cases(seekers: Sequence[Unassigned], *, now: datetime, most: int) -> list[Case]:
    """Each with so many proposals at most, in seven queries at most however many they are.

    Who is full comes last: they are looked at only where those with room are too few for somebody.
    """
    had = had_by(seekers)
    found = with_proposals(seekers, colleagues_at_work(now=now, only_with_room=True), had, most)
    if any(len(case.proposals) < most and not seeker.is_own for case, seeker in zip(found, seekers, strict=True)):
        return with_proposals(seekers, colleagues_at_work(now=now), had, most)
    return found


def with_proposals(
    seekers: Sequence[Unassigned], colleagues: list[Colleague], had: Mapping[int, set[int]], most: int
) -> list[Case]:
    return [
        Case(seeker, [] if seeker.is_own else proposed(seeker, colleagues, had[seeker.pk])[:most]) for seeker in seekers
    ]


def proposed(seeker: Unassigned, colleagues: list[Colleague], had: Collection[int]) -> list[Proposal]:
    return ranked(colleagues, Wanted(seeker.advisor_gender, seeker.field, seeker.prefecture, had, seeker.user.language))
