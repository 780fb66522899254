"""What people do to a withdrawal: file it, record it, stop it, hurry it, confirm it, decide about it."""

from datetime import date, datetime

from django.db import transaction

from accounts.messages.queue import queue_message, queue_message_to_address
from accounts.models import JobSeeker, MailboxProof, User
from accounts.registration.registering import complete_registration
from config import clock
from config.steps import InvalidTransition
from withdrawals.requests.advancing import (
    close,
    close_if_overtaken,
    complete,
    locked_one,
    look_for_member,
    schedule,
    told,
)
from withdrawals.requests.deadlines import due_on
from withdrawals.requests.models import Actor, WithdrawalRequest, WithdrawalStatement
from withdrawals.tasks import process_withdrawal

Status, Closing = WithdrawalRequest.Status, WithdrawalRequest.Closing


@transaction.atomic
def file_request(
    *, phone: str, email: str, reason: str, comment: str, language: str, now: datetime
) -> WithdrawalRequest:
    """Keep what was typed and leave the rest to the worker. Nobody is looked up: it costs the same whoever it names."""
    request = WithdrawalRequest.objects.create(
        reason=reason, language=language, received_at=now, due_on=due_on(now), next_step_at=now
    )
    WithdrawalStatement.objects.create(request=request, phone=phone, email=email, comment=comment)
    process_withdrawal.delay_on_commit(request.pk)
    return request


@transaction.atomic
def record_request(
    seeker: JobSeeker,
    *,
    channel: str,
    reason: str,
    told_at: datetime,
    by: User,
    identity_checked: bool,
    due: date | None = None,
    now: datetime | None = None,
) -> WithdrawalRequest:
    """Write down a withdrawal told to staff. The days count from when the member said it; if they were told the day by
    which it is `due`, that one holds.

    Raises `InvalidTransition` if the membership has ended meanwhile, or began after it was said.
    """
    members = JobSeeker.objects.select_for_update(of=("self",)).select_related("user")
    member = members.filter(pk=seeker.pk, joined_at__lt=told_at).first()
    if member is None:
        raise InvalidTransition(f"member {seeker.pk} was no member at {told_at}")
    now = now or clock.now()
    request = WithdrawalRequest.objects.create(
        channel=channel,
        reason=reason,
        language=member.user.language,
        received_at=told_at,
        due_on=due or due_on(told_at),
        next_step_at=now,
        recorded_by=by,
        identity_checked=identity_checked,
    )
    schedule(request, member, now=now, actor=Actor.STAFF, by=by)
    return request


@transaction.atomic
def cancel(request_id: int, *, actor: Actor, now: datetime | None = None, by: User | None = None) -> WithdrawalRequest:
    """Stop a scheduled withdrawal: the membership goes on as if nothing had been. Raises `InvalidTransition`."""
    request = locked_one(request_id)
    member = request.seeker
    request.move(Status.CANCELLED, at=now or clock.now(), actor=actor, by=by)
    WithdrawalStatement.objects.filter(request=request).delete()
    if member:
        queue_message("withdrawals/cancelled", member.user, **told(request))
    return request


@transaction.atomic
def hurry(
    request_id: int, *, now: datetime | None = None, actor: Actor = Actor.LINK, by: User | None = None
) -> WithdrawalRequest:
    """End the grace time: the worker completes it at once. Raises `InvalidTransition` if it is not scheduled.

    Who cut it short is an event of its own, though the status stays; a second call adds none, even one that was made a
    moment earlier and has waited for the lock.
    """
    request = locked_one(request_id)
    if request.status != Status.SCHEDULED:
        raise InvalidTransition(f"{request}: {request.status} cannot be completed now")
    now = now or clock.now()
    if not request.is_due(now) and not request.events.filter(from_status=Status.SCHEDULED).exists():
        request.completes_at = request.next_step_at = now
        request.save(update_fields=["completes_at", "next_step_at"])
        request.events.create(from_status=request.status, to_status=request.status, at=now, actor=actor, by=by)
    process_withdrawal.delay_on_commit(request.pk)
    return request


@transaction.atomic
def confirm_mailbox(request_id: int, *, now: datetime | None = None) -> WithdrawalRequest:
    """The mailbox has answered: whose it is, is the member. Raises `InvalidTransition` if nobody asked it any more."""
    request = locked_one(request_id)
    if request.status != Status.NEEDS_REVIEW or request.mailbox_asked_at is None:
        raise InvalidTransition(f"{request}: {request.status} has no mailbox to confirm")
    member = look_for_member(request).member
    now = now or clock.now()
    if member is None and close_if_overtaken(request, now=now):
        return request
    if member is None:
        raise InvalidTransition(f"{request}: its member is gone")
    schedule(request, member, now=now, actor=Actor.LINK)
    return request


@transaction.atomic
def match_by_desk(request_id: int, seeker: JobSeeker, *, by: User, now: datetime | None = None) -> WithdrawalRequest:
    """The desk has found out whose request it is, and checked that they sent it. Raises `InvalidTransition`."""
    request = locked_one(request_id)
    member = (
        JobSeeker.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=seeker.pk, joined_at__lt=request.received_at)
        .first()
    )
    now = now or clock.now()
    if member is None and request.status == Status.NEEDS_REVIEW and close_if_overtaken(request, now=now):
        return request
    if request.status != Status.NEEDS_REVIEW or member is None:
        raise InvalidTransition(f"{request}: {request.status} cannot be matched with this member")
    request.identity_checked = True
    request.save(update_fields=["identity_checked"])
    schedule(request, member, now=now, actor=Actor.STAFF, by=by)
    return request


@transaction.atomic
def close_as_not_a_member(request_id: int, *, by: User, now: datetime | None = None) -> WithdrawalRequest:
    """The desk has found no membership. The typed address is told so, and forgotten. Raises `InvalidTransition`."""
    request = locked_one(request_id)
    statement = WithdrawalStatement.objects.filter(request=request).first()
    close(request, Closing.NOT_A_MEMBER, now=now or clock.now(), actor=Actor.STAFF, by=by)
    if statement and statement.email:
        queue_message_to_address(
            "withdrawals/not_a_member", statement.email, language=request.language, **told(request)
        )
    return request


@transaction.atomic
def start_afresh(proof: MailboxProof, request_id: int, *, now: datetime | None = None) -> User:
    """Complete the withdrawal now and register the owner of the proven mailbox as a stranger, in one step."""
    request = locked_one(request_id)
    if request.status == Status.SCHEDULED:
        complete([request], now=now, actor=Actor.LINK)
    return complete_registration(proof, now=now or clock.now())
