"""What becomes of a caller who cannot be found, or not be sure of, at once: noted, called, and closed if never reached.

The days count from when they first said it. Nothing is completed for somebody whom nobody has asked.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language

from accounts.messages.queue import queue_message
from accounts.models import User
from config import clock
from config.clock import Moment
from config.steps import InvalidTransition
from withdrawals.requests.advancing import close, locked_one, plan, told
from withdrawals.requests.calls import CallBack
from withdrawals.requests.deadlines import due_on, told_next_at
from withdrawals.requests.models import Actor, Channel, WithdrawalRequest, WithdrawalStatement

log = logging.getLogger(__name__)
Status, Closing = WithdrawalRequest.Status, WithdrawalRequest.Closing
# Before nobody was reached, it was tried on more than one day; by whom, the log of the desk says.
FEWEST_TRIES = 2


@transaction.atomic
def note_call(
    *, phone: str, email: str, said: str, call_at: datetime, by: User, now: datetime | None = None
) -> WithdrawalRequest:
    """Somebody on the phone leaves, and is to be called back. It waits for the desk, as what was typed to withdraw."""
    now = now or clock.now()
    request = WithdrawalRequest.objects.create(
        channel=Channel.PHONE,
        language=(get_language() or "ja")[:2],
        received_at=now,
        due_on=due_on(now),
        next_step_at=now,
        recorded_by=by,
    )
    WithdrawalStatement.objects.create(request=request, phone=phone, email=email, comment=said)
    request.move(Status.NEEDS_REVIEW, at=now, actor=Actor.STAFF, by=by)
    plan(request, now=now)
    CallBack.objects.create(request=request, call_at=call_at, tell_at=told_next_at(call_at))
    return request


@transaction.atomic
def call_again(request_id: int, *, call_at: datetime) -> None:
    """Nobody answered, or they asked for another time. Raises `InvalidTransition` if nobody waits for it any more."""
    locked_call(request_id).put_off(call_at, is_try=True)


@transaction.atomic
def close_as_not_reached(request_id: int, *, by: User, now: datetime | None = None) -> WithdrawalRequest:
    """Nobody was reached: no membership ends by it. Raises `InvalidTransition` while it was tried too seldom."""
    if locked_call(request_id).tries < FEWEST_TRIES:
        raise InvalidTransition(f"request {request_id} was tried too seldom")
    request = locked_one(request_id)
    close(request, Closing.NOT_REACHED, now=now or clock.now(), actor=Actor.STAFF, by=by)
    return request


def locked_call(request_id: int) -> CallBack:
    """With its request, which is locked first."""
    request = locked_one(request_id)
    call = CallBack.objects.filter(request=request).first()
    if call is None or request.status != Status.NEEDS_REVIEW:
        raise InvalidTransition(f"{request}: nobody is to be called back")
    return call


def overdue(now: Moment) -> list[int]:
    """Those of which the desk is to be told now."""
    return list(CallBack.objects.untold(now).order_by("tell_at").values_list("pk", flat=True))


@transaction.atomic
def tell_of_overdue(request_id: int, *, now: datetime) -> None:
    """Tell everybody at the desk on the business day after the call was due, and again on each until it is made.

    One whose request a release before this one has taken further is taken away.
    """
    untold = CallBack.objects.untold(now).select_for_update(of=("self",), skip_locked=True)
    call = untold.filter(pk=request_id).select_related("request").first()
    if call is None:
        return
    if call.request.status != Status.NEEDS_REVIEW:
        call.delete()
        return
    call.tell_at = told_next_at(now)
    call.save(update_fields=["tell_at"])
    log.warning("withdrawals/not_called_back", extra={"subject": call.request.reference})
    page = settings.SITE_URL + reverse("admin:withdrawals_withdrawalrequest_change", args=[call.pk])
    for person in User.objects.at_desk():
        queue_message("withdrawals/not_called_back", person, **told(call.request), admin_url=page)
