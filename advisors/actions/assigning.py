"""One seeker, one advisor: how the tie begins, and how it passes to another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from accounts.actions.messages import queue_message
from accounts.models import AdvisorGender, JobSeeker, User
from advisors.actions.taking_along import take_along
from advisors.models import Advisor, AdvisorChangeRequest, Assignment, SlotWait


class NotAssignable(Exception):
    """This advisor cannot accompany this seeker: away, gender, left, or has_advisor."""

    def __init__(self, because: str):
        super().__init__(because)
        self.because = because


class HasAdvisor(NotAssignable):
    """The seeker has an advisor already."""


def lock_seeker(seeker_id: int) -> JobSeeker:
    """Everything that gives a seeker an advisor or a counseling begins with this; then come slots, then advisors.

    With it comes how the seeker stands: `is_leaving`, `is_waiting`, and the id of the `current_advisor`.
    """
    itself = JobSeeker.objects.filter(pk=OuterRef("pk"))
    seekers = JobSeeker.objects.select_for_update(of=("self",)).select_related("user")
    return seekers.annotate(
        is_leaving=Exists(itself.filter(withdrawal_requests__status="scheduled")),
        is_waiting=Exists(SlotWait.objects.filter(seeker=OuterRef("pk"))),
        current_advisor=Assignment.objects.current().filter(seeker=OuterRef("pk")).values("advisor"),
    ).get(pk=seeker_id)


def assign(seeker: JobSeeker, advisor: Advisor, *, now: datetime) -> Assignment:
    """Begin the tie. Call with the seeker locked; raises `HasAdvisor`."""
    try:
        with transaction.atomic():
            return Assignment.objects.create(seeker=seeker, advisor=advisor, began_at=now)
    except IntegrityError as refusal:
        raise HasAdvisor("has_advisor") from refusal


def refusal(seeker: JobSeeker, advisor: Advisor) -> str:
    """Why this advisor cannot be the seeker's next: a word, or nothing if they can.

    A full advisor may be given one more by a person who decides so; a broken wish or a former refusal may not.
    """
    if not advisor.is_at_work:
        return "away"
    if seeker.advisor_gender not in (AdvisorGender.ANY, advisor.gender):
        return "gender"
    if has_left(seeker, advisor):
        return "left"
    return ""


def has_left(seeker: JobSeeker, advisor: Advisor) -> bool:
    """Whether the seeker has asked for another than this one."""
    Status = AdvisorChangeRequest.Status
    asked = seeker.change_requests.filter(status__in=[Status.SUBMITTED, Status.REASSIGNED])
    return asked.filter(assignment__advisor=advisor).exists()


@transaction.atomic
def assign_by_desk(seeker_id: int, advisor_id: int, *, now: datetime) -> Assignment:
    """Give a seeker without an advisor one, and tell the seeker. Raises `NotAssignable`."""
    seeker = lock_seeker(seeker_id)
    advisor = Advisor.objects.get(pk=advisor_id)
    if because := refusal(seeker, advisor):
        raise NotAssignable(because)
    assignment = assign(seeker, advisor, now=now)
    tell_who_is_next(seeker, advisor)
    return assignment


@transaction.atomic
def replace(seeker_id: int, advisor_id: int, *, now: datetime) -> Assignment:
    """Pass a seeker on: the old tie ends, the new one begins, bookings and open work go along, the seeker is told.

    Raises `NotAssignable`.
    """
    seeker = lock_seeker(seeker_id)
    advisor = Advisor.objects.get(pk=advisor_id)
    if because := refusal(seeker, advisor):
        raise NotAssignable(because)
    former = seeker.assignments.current().select_for_update(of=("self",)).first()
    if former and former.advisor_id == advisor.pk:
        raise HasAdvisor("has_advisor")
    if former:
        former.end(at=now)
    assignment = assign(seeker, advisor, now=now)
    take_along(seeker, advisor, now=now)
    tell_who_is_next(seeker, advisor)
    return assignment


@transaction.atomic
def end(assignment_id: int, *, now: datetime) -> None:
    """End a tie without a next one: the seeker stays a member and books with somebody else."""
    assignment = Assignment.objects.current().select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if assignment:
        assignment.end(at=now)


def tell_who_is_next(seeker: JobSeeker, advisor: Advisor) -> None:
    queue_message("advisors/your_advisor", seeker.user, advisor=advisor.name)


def accompanies(user: User, seeker: JobSeeker) -> bool:
    """Whether this person is the seeker's advisor now."""
    return seeker.assignments.current().filter(advisor__user=user).exists()
