"""One seeker, one advisor: how the tie begins, and how it passes to another."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from accounts.messages.queue import queue_message
from accounts.models import AdvisorGender, JobSeeker, User, leaving
from accounts.profile.correcting import wish_for
from advisors.assignment.models import Assignment
from advisors.counseling.models import SlotWait
from advisors.counseling.taking_along import leave_behind, take_along
from advisors.handover.models import AdvisorChangeRequest
from advisors.people.models import Advisor
from config import clock


class NotAssignable(Exception):
    """This advisor cannot accompany this seeker: away, gender, left, leaving, has_advisor, or own."""

    def __init__(self, because: str):
        super().__init__(because)
        self.because = because


class HasAdvisor(NotAssignable):
    """The seeker has an advisor already."""


class OwnSeeker(NotAssignable):
    """Whoever decides is, or was, the seeker's advisor: what came of it would tell them of a wish in confidence."""


def lock_seeker(seeker_id: int) -> JobSeeker:
    """Everything that gives a seeker an advisor or a counseling begins with this; then come advisors, then slots.

    With it comes how the seeker stands: `is_leaving`, `is_waiting`, and the id of the `current_advisor`; and the time,
    `locked_at`, for whoever was not told one: what others did while this waited is over by then. That is asked by a
    statement of its own: one that waits for the lock still answers as of the moment it began.
    """
    seeker = JobSeeker.objects.select_for_update(of=("self",)).select_related("user").get(pk=seeker_id)
    standing = JobSeeker.objects.filter(pk=seeker_id).values(
        is_leaving=leaving(),
        is_waiting=Exists(SlotWait.objects.filter(seeker=OuterRef("pk"))),
        locked_at=clock.reading(),
        current_advisor=Assignment.objects.current().filter(seeker=OuterRef("pk")).values("advisor"),
    )
    for name, value in standing.get().items():
        setattr(seeker, name, value)
    return seeker


def lock_advisor(advisor_id: int) -> Advisor:
    """Call with the seeker locked, and before a slot is."""
    return Advisor.objects.select_for_update(of=("self",)).get(pk=advisor_id)


def assign(seeker: JobSeeker, advisor: Advisor, *, now: datetime) -> Assignment:
    """Begin the tie. Call with the seeker locked; raises `HasAdvisor`."""
    try:
        with transaction.atomic():
            return Assignment.objects.create(seeker=seeker, advisor=advisor, began_at=now)
    except IntegrityError as refusal:
        raise HasAdvisor("has_advisor") from refusal


def refusal(seeker: JobSeeker, advisor: Advisor) -> str:
    """Why this advisor cannot be the seeker's next: a word, or nothing if they can.

    A full advisor may be given one more by a person who decides so; a broken wish or a former tie may not be renewed.
    """
    if not advisor.is_at_work:
        return "away"
    if seeker.advisor_gender not in (AdvisorGender.ANY, advisor.gender):
        return "gender"
    if has_had(seeker, advisor):
        return "left"
    return ""


def has_had(seeker: JobSeeker, advisor: Advisor) -> bool:
    """Whether the seeker has had this advisor before, and no longer.

    Whoever ended it, and why, makes no difference: a refusal that told a change from a hand-over would tell of a wish.
    """
    return seeker.assignments.filter(advisor=advisor, ended_at__isnull=False).exists()


def refuse_own(seeker: JobSeeker, by: User | None) -> None:
    """Nobody decides who follows themselves. Raises `OwnSeeker`."""
    if by is not None and seeker.has_had(by):
        raise OwnSeeker("own")


@transaction.atomic
def assign_by_desk(
    seeker_id: int, advisor_id: int, *, now: datetime | None = None, by: User | None = None
) -> Assignment:
    """Give a seeker without an advisor one, and tell the seeker. Raises `NotAssignable`."""
    seeker = lock_seeker(seeker_id)
    refuse_own(seeker, by)
    if seeker.is_leaving:
        raise NotAssignable("leaving")
    if seeker.current_advisor:
        raise HasAdvisor("has_advisor")
    return begin(seeker, lock_advisor(advisor_id), now=now or seeker.locked_at)


@transaction.atomic
def replace(seeker_id: int, advisor_id: int, *, now: datetime | None = None, by: User | None = None) -> Assignment:
    """Pass a seeker on: the old tie ends, the new one begins, bookings and open work go along, the seeker is told.

    An open wish for another advisor is fulfilled by it, and the gender wished for there holds. Raises `NotAssignable`.
    """
    seeker = lock_seeker(seeker_id)
    now = now or seeker.locked_at
    refuse_own(seeker, by)
    if seeker.current_advisor == advisor_id:
        raise HasAdvisor("has_advisor")
    settle_wish(seeker, AdvisorChangeRequest.Status.REASSIGNED, by=by, now=now)
    for former in seeker.assignments.current().select_for_update(of=("self",)):
        former.end(at=now)
    advisor = lock_advisor(advisor_id)
    take_along(seeker, advisor, now=now, by=by)
    return begin(seeker, advisor, now=now)


def begin(seeker: JobSeeker, advisor: Advisor, *, now: datetime) -> Assignment:
    """Begin the tie and tell the seeker. Call with both locked. Raises `NotAssignable`."""
    if because := refusal(seeker, advisor):
        raise NotAssignable(because)
    assignment = assign(seeker, advisor, now=now)
    tell_who_is_next(seeker, advisor)
    return assignment


@transaction.atomic
def end(assignment_id: int, *, now: datetime | None = None, by: User | None = None) -> bool:
    """End a tie without a next one; False if it has ended already. Raises `OwnSeeker`.

    The counseling ahead is cancelled, and the seeker is told honestly: they book with somebody else, or the desk finds
    somebody.
    """
    assignment = Assignment.objects.filter(pk=assignment_id).first()
    seeker = assignment and lock_seeker(assignment.seeker_id)
    current = Assignment.objects.current().select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if seeker is None or current is None:
        return False
    now = now or seeker.locked_at
    refuse_own(seeker, by)
    settle_wish(seeker, AdvisorChangeRequest.Status.CLOSED, by=by, now=now)
    current.end(at=now)
    leave_behind(seeker, now=now, by=by)
    queue_message("advisors/advisor_away", seeker.user)
    return True


def settle_wish(seeker: JobSeeker, status: AdvisorChangeRequest.Status, *, by: User | None, now: datetime) -> None:
    """An open wish for another advisor ends with the tie it is about. Call with the seeker locked.

    Only now is the gender wished for written to the seeker, whose row former advisors never see or see without it.
    """
    request = seeker.change_requests.open().select_for_update(of=("self",)).first()
    if request:
        request.end(status, at=now, by=by)
        wish_for(seeker, request.advisor_gender)


def tell_who_is_next(seeker: JobSeeker, advisor: Advisor) -> None:
    queue_message("advisors/your_advisor", seeker.user, advisor=advisor.name)


def accompanies(user: User, seeker: JobSeeker) -> bool:
    """Whether this person is the seeker's advisor now."""
    return seeker.assignments.current().filter(advisor__user=user).exists()
