"""Who has no advisor, since when, and who could be theirs: what the desk looks at."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
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
    ties = Assignment.objects.current().filter(seeker=OuterRef("pk"))
    return JobSeeker.objects.visible_to(user).filter(~Exists(ties), ~leaving())


class Waiting(TypedDict):
    """Since when a seeker has no advisor, and waits for a slot, and the field of work of their last booking, if any.

    `is_own`: whoever asks was their advisor, and so neither learns what they wish for nor chooses the next.
    """

    since: datetime
    waits_since: datetime | None
    field: str
    is_own: bool


Unassigned = WithAnnotations[JobSeeker, Waiting]


def by_waiting_time(user: User) -> QuerySet[Unassigned]:
    """The same, who waits longest first: since they joined or lost an advisor."""
    here = {"seeker": OuterRef("pk")}
    ended = Assignment.objects.filter(**here).order_by("-ended_at").values("ended_at")
    interest = CounselingBooking.objects.filter(**here).exclude(field="").order_by("-pk").values("field")
    seekers = without_advisor(user).annotate(
        since=Coalesce(Subquery(ended[:1]), F("joined_at")),
        waits_since=SlotWait.objects.untold().filter(**here).values("since"),
        field=Coalesce(Subquery(interest[:1]), Value("")),
        is_own=Exists(Assignment.objects.filter(**here, advisor__user=user)),
    )
    return seekers.select_related("user").order_by("since", "pk")


def cases(seekers: Sequence[Unassigned], *, now: datetime) -> list[Case]:
    """Each with their proposals, in four queries however many they are."""
    colleagues, had = colleagues_at_work(now=now), had_by(seekers)
    return [Case(seeker, [] if seeker.is_own else proposed(seeker, colleagues, had[seeker.pk])) for seeker in seekers]


def proposed(seeker: Unassigned, colleagues: list[Colleague], had: Collection[int]) -> list[Proposal]:
    return ranked(colleagues, Wanted(seeker.advisor_gender, seeker.field, seeker.prefecture, had, seeker.user.language))
