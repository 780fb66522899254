"""Telling the desk that a promise is about to be missed, or was."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.messages.queue import queue_message
from accounts.models import User
from config.clock import Moment
from withdrawals.erasure.models import Erasure
from withdrawals.requests.deadlines import missed_at, unreached_at, warned_at
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.mentions import find
from withdrawals.requests.models import WithdrawalRequest

log = logging.getLogger(__name__)


def tell_desk(request: WithdrawalRequest, *, now: datetime) -> None:
    """Tell everybody at the desk, once two business days ahead and once when the deadline has been missed."""
    if request.missed_at is None and now >= missed_at(request.due_on):
        request.missed_at, request.warned_at = now, request.warned_at or now
        alarm("withdrawals/deadline_missed" if waits_for_desk(request) else "withdrawals/overdue_by_itself", request)
    elif request.warned_at is None and now >= warned_at(request.due_on):
        request.warned_at = now
        alarm("withdrawals/deadline_near" if waits_for_desk(request) else "withdrawals/due_by_itself", request)
    tell_desk_of_unreached(request, now=now)
    tell_desk_of_names(request, now=now)


def waits_for_desk(request: WithdrawalRequest) -> bool:
    """Whether somebody has to decide; anything else goes on by itself, and a mail about it says nothing else."""
    return request.status == WithdrawalRequest.Status.NEEDS_REVIEW


def tell_desk_of_unreached(request: WithdrawalRequest, *, now: datetime) -> None:
    """Tell everybody at the desk, once, that no mail server takes the warning: they ring the member up."""
    if request.is_told and request.warning_status:
        request.unreached_at = None
    elif not request.is_told and request.unreached_at is None and now >= unreached_at(request.due_on):
        request.unreached_at = now
        alarm("withdrawals/unreached", request, completes_at=request.completes_at)


def tell_desk_of_names(request: WithdrawalRequest, *, now: datetime) -> None:
    """Tell the desk, once while it lasts, that texts about others may name who leaves; each what they may learn."""
    if not request.is_scheduled or request.seeker is None:
        return
    if not find(request.seeker):
        request.named_at = None
    elif request.named_at is None:
        request.named_at = now
        people = [person for person in User.objects.at_desk() if find(request.seeker, to=person)]
        alarm("withdrawals/named", request, people, completes_at=request.completes_at)


def tell_desk_of_failure(request: WithdrawalRequest, *, now: datetime) -> None:
    """Tell everybody at the desk, once, that the service cannot get on with it."""
    if request.failure_told_at is None:
        request.failure_told_at, request.failing_since = now, request.failing_since or now
        since = request.failing_since
        alarm("withdrawals/failing", request, tries=request.tries, failure=request.failure, failing_at=since)


def alarm(kind: str, request: WithdrawalRequest, people: Iterable[User] | None = None, **more: Any) -> None:
    """A mail to each person of the desk, or to these of them, and a line in the log for whoever is woken at night."""
    request.save(
        update_fields=["warned_at", "missed_at", "failing_since", "failure_told_at", "unreached_at", "named_at"]
    )
    log.warning(kind, extra={"subject": request.reference})
    for person in User.objects.at_desk() if people is None else people:
        queue_message(
            kind,
            person,
            reference=request.reference,
            due_on=request.due_on,
            status=request.status,
            admin_url=settings.SITE_URL + reverse("admin:withdrawals_withdrawalrequest_change", args=[request.pk]),
            **more,
        )


@transaction.atomic
def tell_desk_of_unlisted(*, now: datetime) -> None:
    """Tell everybody at the desk, once while it lasts, that erasures cannot be listed and their receipts wait.

    In a transaction of its own, after the one in which the listing has failed.
    """
    late = Erasure.objects.overdue(now)
    since = late.order_by("pk").values_list("erased_at", flat=True).first()
    if since is None or Erasure.objects.unlisted().filter(told_at__isnull=False).exists():
        return
    number = late.update(told_at=now)
    log.warning("withdrawals/unlisted")
    for person in User.objects.at_desk():
        queue_message("withdrawals/unlisted", person, number=number, since_at=since)


def unrecorded(now: Moment) -> list[int]:
    """Those of which the desk is to be told now."""
    return list(LeavingMessage.objects.untold(now).order_by("tell_at").values_list("pk", flat=True))


@transaction.atomic
def tell_of_unrecorded(message_id: int, *, now: datetime) -> None:
    """Tell everybody at the desk on the business day after it was written, and again on each until it is recorded."""
    untold = LeavingMessage.objects.untold(now).select_for_update(of=("self",), skip_locked=True)
    message = untold.filter(pk=message_id).first()
    if message is None:
        return
    message.put_off(now=now)
    log.warning("withdrawals/unrecorded", extra={"id": message.pk})
    page = settings.SITE_URL + reverse("admin:withdrawals_leavingmessage_change", args=[message.pk])
    for person in User.objects.at_desk():
        queue_message("withdrawals/unrecorded", person, due_on=message.due_on, admin_url=page)
