"""One seeker, one advisor: how the tie begins."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet

from accounts.messages.queue import queue_message
from accounts.models import AdvisorGender, JobSeeker, User
from advisors.assignment.models import Assignment
from advisors.assignment.refusals import (
    Away,
    HadBefore,
    HasAdvisor,
    NotAssignable,
    OtherGender,
    OwnSeeker,
    SeekerLeaves,
)
from advisors.people.models import Advisor
from config import clock
from config.typed import WithAnnotations


class OfLockedSeeker(clock.LockedAt):
    """The id of the advisor a seeker has, if any."""

    current_advisor: int | None


LockedSeeker = WithAnnotations[JobSeeker, OfLockedSeeker]


def lock_seeker(seeker_id: int) -> LockedSeeker:
    """Everything that gives a seeker an advisor or a counseling begins with this; then come advisors, then slots.

    With it comes how the seeker stands: `is_leaving`, the id of the `current_advisor`; and the time, `locked_at`, for
    whoever was not told one: what others did while this waited is over by then. That is asked by a statement of its
    own: one that waits for the lock still answers as of the moment it began.
    """
    JobSeeker.objects.select_for_update(of=("self",)).values("pk").get(pk=seeker_id)
    seekers: QuerySet[JobSeeker] = JobSeeker.objects.with_leaving().select_related("user")
    return seekers.annotate(locked_at=clock.reading(), current_advisor=advisor_of("pk")).get(pk=seeker_id)


def lock_seeker_alone(seeker_id: int) -> JobSeeker:
    """The same, for who asks how the seeker stands along with the next lock."""
    return JobSeeker.objects.select_for_update(of=("self",)).select_related("user").get(pk=seeker_id)


def advisor_of(seeker: str) -> QuerySet[Assignment, Any]:
    """The id of the advisor whom the seeker has now whose id is in this column."""
    return Assignment.objects.current().filter(seeker=OuterRef(seeker)).values("advisor")


def lock_advisor(advisor_id: int, former_id: int | None = None) -> Advisor:
    """Call with the seeker locked, and before a slot is; with the former one, if the seeker passes from one to another.

    Two who are exchanged do not wait for each other.
    """
    return lock_advisors([it for it in (advisor_id, former_id) if it])[advisor_id]


def lock_advisors(ids: Iterable[int] | QuerySet[Any, Any]) -> dict[int, Advisor]:
    """In order of their ids. Call with the seekers locked, and before a slot is."""
    advisors = Advisor.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return {advisor.pk: advisor for advisor in advisors.order_by("pk")}


def assign(seeker: JobSeeker, advisor: Advisor, *, now: datetime) -> Assignment:
    """Begin the tie. Call with the seeker locked; raises `HasAdvisor`, with which the transaction has to end."""
    try:
        return Assignment.objects.create(seeker=seeker, advisor=advisor, began_at=now)
    except IntegrityError as refusal:
        raise HasAdvisor from refusal


def refusal(seeker: JobSeeker, advisor: Advisor) -> NotAssignable | None:
    """Why this advisor cannot be the seeker's next, if so.

    A full advisor may be given one more by a person who decides so; a broken wish or a former tie may not be renewed.
    """
    if not advisor.is_at_work:
        return Away()
    if seeker.advisor_gender not in (AdvisorGender.ANY, advisor.gender):
        return OtherGender()
    return HadBefore() if has_had(seeker, advisor) else None


def has_had(seeker: JobSeeker, advisor: Advisor) -> bool:
    """Whether the seeker has had this advisor before, and no longer.

    Whoever ended it, and why, makes no difference: a refusal that told a change from a hand-over would tell of a wish.
    """
    return seeker.assignments.filter(advisor=advisor, ended_at__isnull=False).exists()


def refuse_own(seeker: JobSeeker, by: User | None) -> None:
    """Nobody decides who follows themselves. Raises `OwnSeeker`."""
    if by is not None and seeker.has_had(by):
        raise OwnSeeker


@transaction.atomic
def assign_by_desk(
    seeker_id: int, advisor_id: int, *, now: datetime | None = None, by: User | None = None
) -> Assignment:
    """Give a seeker without an advisor one, and tell the seeker. Raises `NotAssignable`."""
    seeker = lock_seeker(seeker_id)
    refuse_own(seeker, by)
    if seeker.is_leaving:
        raise SeekerLeaves
    if seeker.current_advisor:
        raise HasAdvisor
    return begin(seeker, lock_advisor(advisor_id), now=now or seeker.locked_at)


def begin(seeker: JobSeeker, advisor: Advisor, *, now: datetime) -> Assignment:
    """Begin the tie and tell the seeker. Call with both locked. Raises `NotAssignable`."""
    if because := refusal(seeker, advisor):
        raise because
    assignment = assign(seeker, advisor, now=now)
    tell_who_is_next(seeker, advisor)
    return assignment


def tell_who_is_next(seeker: JobSeeker, advisor: Advisor) -> None:
    queue_message("advisors/your_advisor", seeker.user, advisor=advisor.name)


def accompanies(user: User, seeker: JobSeeker) -> bool:
    """Whether this person is the seeker's advisor now."""
    return seeker.assignments.current().filter(advisor__user=user).exists()
