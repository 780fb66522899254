"""A seeker asks for another advisor, in confidence; the desk finds one."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, User
from advisors.assignment.assigning import lock_seeker
from advisors.assignment.models import Assignment
from advisors.handover.models import AdvisorChangeRequest
from advisors.handover.replacing import replace
from config import clock
from config.refusals import Refusal
from config.steps import InvalidTransition
from config.typed import WithAnnotations

Status = AdvisorChangeRequest.Status
LockedRequest = WithAnnotations[AdvisorChangeRequest, clock.LockedAt]


class NotChangeable(Refusal):
    """There is nothing to be changed."""

    said = _("Nothing was sent, because you have no advisor now, or are about to leave.")


@transaction.atomic
def submit(seeker: JobSeeker, *, now: datetime | None = None, **said: str | list[str]) -> AdvisorChangeRequest:
    """Ask for another advisor; while a request is open, it stays as it is. Raises `NotChangeable`.

    Writes this one row and nothing else: no mail, no entry of a log, nothing the advisor could notice.
    """
    locked = lock_seeker(seeker.pk)
    under_way = AdvisorChangeRequest.objects.open().filter(seeker=locked).first()
    if under_way:
        return under_way
    assignment = Assignment.objects.current().filter(seeker=locked).first()
    if assignment is None or locked.is_leaving:
        raise NotChangeable
    at = now or locked.locked_at
    return AdvisorChangeRequest.objects.create(seeker=locked, assignment=assignment, submitted_at=at, **said)


@transaction.atomic
def withdraw(request_id: int, seeker: JobSeeker, *, now: datetime | None = None) -> AdvisorChangeRequest:
    """The seeker takes it back; again, it changes nothing. Raises `InvalidTransition` once the desk has acted."""
    lock_seeker(seeker.pk)
    request = lock_request(request_id)
    if request.status != Status.WITHDRAWN:
        request.end(Status.WITHDRAWN, at=now or request.locked_at, by=seeker.user)
    return request


@transaction.atomic
def reassign(request_id: int, advisor_id: int, *, by: User, now: datetime | None = None) -> Assignment:
    """Give the seeker the next advisor. Raises `NotAssignable`, or `InvalidTransition` if the request has ended."""
    request = locked_for_desk(request_id, by)
    if request.status != Status.SUBMITTED:
        raise InvalidTransition(f"{request}: {request.status} to reassigned")
    return replace(request.seeker_id, advisor_id, by=by, now=now)


@transaction.atomic
def close(request_id: int, *, by: User, now: datetime | None = None) -> AdvisorChangeRequest:
    """Close it without another advisor, and tell the seeker how to reach the desk. Raises `InvalidTransition`."""
    request = locked_for_desk(request_id, by)
    request.end(Status.CLOSED, at=now or request.locked_at, by=by)
    queue_message("advisors/change_closed", request.seeker.user)
    return request


def locked_for_desk(request_id: int, by: User) -> LockedRequest:
    """The request under a lock, after its seeker, for somebody who may see it; raises `InvalidTransition`."""
    seen = AdvisorChangeRequest.objects.visible_to(by).filter(pk=request_id).first()
    if seen is None:
        raise InvalidTransition(f"change request {request_id} is gone")
    lock_seeker(seen.seeker_id)
    if not AdvisorChangeRequest.objects.visible_to(by).filter(pk=request_id).exists():
        raise InvalidTransition(f"change request {request_id} is gone")
    return lock_request(request_id)


def lock_request(request_id: int) -> LockedRequest:
    """The request under a lock, and the time, `locked_at`. Call with its seeker locked: whoever ends it waits there."""
    requests: QuerySet[AdvisorChangeRequest] = AdvisorChangeRequest.objects.select_related("seeker__user")
    return requests.select_for_update(of=("self",)).annotate(locked_at=clock.reading()).get(pk=request_id)
