"""An advisor is replaced by another, or the tie ends without a next one."""

from datetime import datetime

from django.db import transaction

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, User
from accounts.profile.correcting import wish_for
from advisors.assignment.assigning import begin, lock_advisor, lock_seeker, refuse_own
from advisors.assignment.models import Assignment
from advisors.assignment.refusals import NotAssignable, OwnSeeker, SeekerLeaves, ThisAdvisor, TieEnded
from advisors.counseling.taking_along import leave_behind, take_along
from advisors.handover.models import AdvisorChangeRequest


@transaction.atomic
def replace(seeker_id: int, advisor_id: int, *, now: datetime | None = None, by: User | None = None) -> Assignment:
    """Pass a seeker on: the old tie ends, the new one begins, bookings and open work go along, the seeker is told.

    An open wish for another advisor is fulfilled by it, and the gender wished for there holds. Whoever is leaving gets
    no next advisor. Raises `NotAssignable`.
    """
    seeker = lock_seeker(seeker_id)
    now = now or seeker.locked_at
    refuse_own(seeker, by)
    if seeker.is_leaving:
        raise SeekerLeaves
    if seeker.current_advisor == advisor_id:
        raise ThisAdvisor
    settle_wish(seeker, AdvisorChangeRequest.Status.REASSIGNED, by=by, now=now)
    advisor = lock_advisor(advisor_id, seeker.current_advisor)
    for former in seeker.assignments.current().select_for_update(of=("self",)):
        former.end(at=now)
    take_along(seeker, advisor, now=now, by=by)
    return begin(seeker, advisor, now=now)


@transaction.atomic
def replace_by_desk(assignment_id: int, advisor_id: int, *, wish: str, by: User) -> Assignment:
    """The desk replaces an advisor by hand; `wish` is the gender the seeker wishes for now. Raises `NotAssignable`.

    It leaves the traces that a fulfilled wish for another advisor leaves, and no other: no entry of a log either.
    """
    tie = Assignment.objects.filter(pk=assignment_id).first()
    if tie is None:
        raise TieEnded
    seeker = lock_seeker(tie.seeker_id)
    tie.refresh_from_db()
    if because := obstacle(tie, by):
        raise because
    wish_for(seeker, wish)
    return replace(seeker.pk, advisor_id, by=by)


def obstacle(tie: Assignment, by: User) -> NotAssignable | None:
    """Why this person puts nobody in the place of this tie's advisor, if so."""
    if tie.ended_at:
        return TieEnded()
    if tie.seeker.has_had(by):
        return OwnSeeker()
    return SeekerLeaves() if tie.seeker.is_leaving else None


@transaction.atomic
def end(assignment_id: int, *, now: datetime | None = None, by: User | None = None) -> bool:
    """End a tie without a next one; False if it has ended already. Raises `OwnSeeker`.

    The counseling ahead is cancelled, and the seeker is told honestly: they book with somebody else, or the desk finds
    somebody.
    """
    assignment = Assignment.objects.filter(pk=assignment_id).first()
    if assignment is None:
        return False
    seeker = lock_seeker(assignment.seeker_id)
    current = Assignment.objects.current().select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if current is None:
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
