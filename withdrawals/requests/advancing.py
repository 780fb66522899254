"""What happens when somebody withdraws: `advance`, read downward."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, reduce
from operator import or_
from typing import Any, TypedDict

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import override

from accounts.attempts.budgets import WITHDRAWALS_ANSWERED, has_room
from accounts.messages.delivery import written_to
from accounts.messages.queue import queue_message, queue_message_to_address, queue_messages, to_address
from accounts.models import JobSeeker, Message, User
from advisors.assignment.assigning import lock_advisors
from advisors.counseling.taking_along import call_off_erased
from advisors.models import Assignment, CounselingBooking
from config import clock
from config.typed import Typed, WithAnnotations
from support.models import SeminarSeat, SuitLoan
from support.seminars.seating import lock_seminars_of
from support.suits.returning import NONE, how_to_return, lock_items_out
from withdrawals.erasure.erasing import erase_members
from withdrawals.erasure.models import RECEIPT
from withdrawals.erasure.receipts import Receipt
from withdrawals.requests.alarms import tell_desk
from withdrawals.requests.blacking_out import black_out_sure
from withdrawals.requests.deadlines import (
    LOOK_FOR_NAMES,
    LOOK_FOR_WARNING,
    business_days_taken,
    completes_at,
    last_moment,
    missed_at,
    typed_is_forgotten_for,
    unreached_at,
    warned_at,
)
from withdrawals.requests.identity import Fit, find_member, statements_of, typed_by
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.links import Purpose, act_url, status_url
from withdrawals.requests.models import (
    UNDER_WAY,
    WARNING,
    Actor,
    WithdrawalEvent,
    WithdrawalRequest,
    WithdrawalStatement,
)

Status = WithdrawalRequest.Status
Closing = WithdrawalRequest.Closing
TOLD_AGAIN_AFTER, TOLD_AGAIN_A_DAY = timedelta(hours=1), 3


@transaction.atomic
def advance(*request_ids: int, now: datetime | None = None) -> None:
    """Take a request as far as it can go now: find the member, complete what is due, tell the desk what is late.

    One transaction that locks, checks, acts and closes: run twice, or by two workers at once, or killed at any line,
    it has happened once or not at all. The time is that at which it has all that it waits for. Several whose grace time
    is over go on together, in as many statements as one of them.
    """
    requests = [request for request in all_locked(request_ids) if request.is_open]
    found = {request: look_for_member(request) for request in requests if request.status == Status.RECEIVED}
    at = now or clock.now()
    look_for_warnings([request for request in requests if request.is_scheduled], now=at)
    for request in requests:
        if request.status == Status.NEEDS_REVIEW:
            close_if_overtaken(request, now=at)
        elif request in found:
            match(request, found[request], now=at)
    complete(due(requests, now=at), now=now)
    for request in requests:
        if request.is_open:
            tell_desk(request, now=at)
            plan(request, now=at)


def all_locked(request_ids: Sequence[int]) -> list[WithdrawalRequest]:
    """One is waited for. Of several, which are scheduled, those that somebody else has in hand are left to them."""
    if len(request_ids) == 1:
        request = locked(*request_ids)
        return [request] if request else []
    requests = WithdrawalRequest.objects.with_warning().scheduled().filter(pk__in=request_ids).order_by("pk")
    return list(requests.select_for_update(of=("self",), skip_locked=True))


def locked(request_id: int) -> WithdrawalRequest | None:
    requests = WithdrawalRequest.objects.with_warning().select_for_update(of=("self",))
    return requests.filter(pk=request_id).first()


def locked_one(request_id: int) -> WithdrawalRequest:
    """One that was there a moment ago; raises `WithdrawalRequest.DoesNotExist` if it is no more."""
    request = locked(request_id)
    if request is None:
        raise WithdrawalRequest.DoesNotExist
    return request


def due(requests: Sequence[WithdrawalRequest], *, now: datetime) -> list[WithdrawalRequest]:
    """Those whose grace time is over. A member who is just being written to is left to the next sweep."""
    over = [it for it in requests if it.is_scheduled and it.completes_at and it.completes_at <= now]
    written = written_to([request.leaver_id for request in over], now=now) if over else set()
    return [request for request in over if request.seeker_id not in written]


def look_for_warnings(requests: Sequence[WithdrawalRequest], *, now: datetime) -> None:
    """The same for each whose warning is waited for. Who has cut the time short need not be warned."""
    waiting = [it for it in requests if it.warning_status is not None and now < last_moment(it.due_on)]
    events = WithdrawalEvent.objects.filter(request__in=waiting, from_status=Status.SCHEDULED)
    hurried = set(events.values_list("request", flat=True))
    for request in waiting:
        if request.pk not in hurried:
            look_for_warning(request, now=now)


def look_for_warning(request: WithdrawalRequest, *, now: datetime) -> None:
    """The grace time begins when a mail server takes the warning, and on the due day at the latest.

    Given up, the warning is owed anew.
    """
    if request.warning_status == Message.Status.FAILED and request.seeker:
        warn(request, request.seeker, completes=completes_at(now, request.due_on))
    if request.is_told:
        begin_grace(request, now=now)
    elif request.is_due(now):
        request.completes_at = last_moment(request.due_on)


def begin_grace(request: WithdrawalRequest, *, now: datetime) -> None:
    """From when the warning was taken, if late, as it then says; else from when it was owed, if it was waited for."""
    begun = None
    if request.told_late:
        begun = request.warning_at
    elif request.completes_at == last_moment(request.due_on):
        begun = request.warning_queued_at
    if begun:
        request.completes_at = max(completes_at(begun, request.due_on), now)


@dataclass(frozen=True)
class Found:
    """Whose a request is: the member, under a lock, and how much of what was typed is theirs."""

    statement: WithdrawalStatement | None
    fit: Fit
    member: JobSeeker | None


def look_for_member(request: WithdrawalRequest) -> Found:
    statement = WithdrawalStatement.objects.filter(request=request).first()
    return Found(statement, *find_member(statement, before=request.received_at))


def match(request: WithdrawalRequest, found: Found, *, now: datetime) -> None:
    """Whose is it? Phone and e-mail fit: scheduled. The e-mail alone: its mailbox is asked, or, of somebody who leaves
    already, told so. Else: the desk.
    """
    member = found.member
    if member is None and close_if_overtaken(request, now=now):
        return
    if member and (found.fit is Fit.BOTH or member.withdrawal):
        schedule(request, member, now=now, actor=Actor.WORKER)
        return
    is_asked = answer(request, found, now=now) and found.fit is Fit.EMAIL_ONLY
    asked: Typed = {"mailbox_asked_at": now} if is_asked else {}
    request.move(Status.NEEDS_REVIEW, at=now, actor=Actor.WORKER, **asked)


def answer(request: WithdrawalRequest, found: Found, *, now: datetime) -> bool:
    """Write to the typed address what comes next; False if so many came for it today that it would be flooded.

    Anybody can send the form with somebody else's address, from anywhere. The request goes on all the same: by the link
    of a mail before, or by the desk.
    """
    if found.statement is None:
        return False
    email = found.statement.email
    if not has_room(WITHDRAWALS_ANSWERED.of(email, email=email), now=now):
        return False
    if found.member and found.fit is Fit.EMAIL_ONLY:
        confirm = links(request, Purpose.CONFIRM)
        queue_message("withdrawals/confirm_mailbox", found.member.user, **told(request), **confirm)
    else:
        told_how = {**told(request), **watch(request)}
        queue_message_to_address("withdrawals/under_review", email, language=request.language, **told_how)
    return True


def schedule(
    request: WithdrawalRequest, member: JobSeeker, *, now: datetime, actor: Actor, by: User | None = None
) -> None:
    """Bind the request to a member and give them the grace time to stop it. Call with both rows locked.

    Of two, the first goes on; the second is closed, and the member told of the first once more. A message of theirs
    that says so is recorded with it, by whichever way it came.
    """
    under_way: WithdrawalRequest | None = member.withdrawal
    if under_way:
        tell_again(under_way, member, now=now)
        # Whose it is stays known: a message that was taken as a withdrawal is not taken again.
        close(request, Closing.DUPLICATE, now=now, actor=actor, by=by, seeker=member)
        return
    ends = completes_at(now, request.due_on)
    steps: Typed = {"completes_at": ends, "next_step_at": min(ends, now + LOOK_FOR_WARNING)}
    request.move(Status.SCHEDULED, at=now, actor=actor, by=by, seeker=member, **steps)
    for message in LeavingMessage.objects.waiting().filter(seeker=member).select_for_update(of=("self",)):
        message.record(request, at=now, by=by)
    warn(request, member, completes=ends)


def warn(request: WithdrawalRequest, member: JobSeeker, *, completes: datetime) -> None:
    """Tell the member that they are leaving, when, and how to stop it."""
    queue_message(
        WARNING,
        member.user,
        **told(request),
        completes_at=completes,
        **links(request, Purpose.STOP, Purpose.COMPLETE),
    )
    request.warning_status = Message.Status.QUEUED


def tell_again(under_way: WithdrawalRequest, member: JobSeeker, *, now: datetime) -> None:
    """The answer that every request is promised: which withdrawal is under way, and how to stop it.

    Anybody can send the form with somebody else's address, so it goes out seldom, and not where such a mail just has.
    """
    mails = Message.objects.filter(recipient=member.user_id)
    again = mails.filter(kind=UNDER_WAY, queued_at__gt=now - timedelta(days=1))
    just_now = mails.filter(kind__in=[WARNING, UNDER_WAY], queued_at__gt=now - TOLD_AGAIN_AFTER)
    if just_now.exists() or again.count() >= TOLD_AGAIN_A_DAY:
        return
    queue_message(UNDER_WAY, member.user, **told(under_way), **links(under_way, Purpose.STOP, Purpose.COMPLETE))


def complete(
    requests: Sequence[WithdrawalRequest], *, now: datetime | None = None, actor: Actor = Actor.WORKER
) -> None:
    """Erase the members, close their requests and owe the receipts. Call with the requests locked, in a transaction.

    The time is that at which the members are locked, too.
    """
    if not requests:
        return
    lock_members(requests)
    now = now or clock.now()
    members = members_of(requests)
    for member in members:
        if member.has_duplicates:
            close_duplicates(member, now=now)
    if booked := [member for member in members if member.is_booked]:
        call_off_erased(booked, now=now)
    if seated := [member for member in members if member.has_seat]:
        lock_seminars_of(seated)
    suits = suits_out(members)
    black_out_sure(members)
    erased = dict(zip(members, erase_members(members, now=now), strict=True))
    leaving = {request: next(it for it in members if it.pk == request.seeker_id) for request in requests}
    found = {
        request: {
            "erased": erased[member],
            "seeker": None,
            "completes_at": request.completes_at,
            "business_days": business_days_taken(request.received_at, now),
        }
        for request, member in leaving.items()
    }
    WithdrawalRequest.move_together(found, Status.COMPLETED, at=now, actor=actor)
    queue_messages([receipt_to(member, request, suits.get(member.pk, NONE)) for request, member in leaving.items()])


def suits_out(members: Sequence["Leaver"]) -> dict[int, dict[str, str]]:
    """How those who have a suit bring it back: known before they are erased, and the item locked by then."""
    having = [member.pk for member in members if member.has_suit_out]
    if having:
        lock_items_out(having)
    return how_to_return(having) if having else {}


def receipt_to(member: JobSeeker, request: WithdrawalRequest, suit: dict[str, str]) -> dict[str, Any]:
    """The mail with it, to be queued, and how to return the suit they have, if one."""
    with override(member.user.language):
        receipt = receipt_of(request)
        return to_address(
            RECEIPT,
            member.user.email,  # never the typed one: the desk may have found out whose request it is
            language=member.user.language,
            reference=request.reference,
            completed_on=receipt.completed_on,
            items=receipt.items,
            kept=receipt.kept,
            receipt=receipt.signed(),
            **suit,
        )


def receipt_of(request: WithdrawalRequest) -> Receipt:
    """The receipt of a completed request."""
    return Receipt(request.reference, timezone.localdate(request.ended_at), request.erased or {})


class Besides(TypedDict):
    """What is asked along with who leaves."""

    has_duplicates: bool
    is_booked: bool
    has_suit_out: bool
    has_seat: bool


Leaver = WithAnnotations[JobSeeker, Besides]


def lock_members(requests: Sequence[WithdrawalRequest]) -> None:
    """Those who leave, in order of their ids; of several their advisors, too, whose seekers are counted anew."""
    members = JobSeeker.objects.filter(withdrawal_requests__in=requests).order_by("pk")
    locked = [pk for (pk,) in members.select_for_update(of=("self",)).values_list("pk")]
    if len(locked) > 1:
        lock_advisors(Assignment.objects.current().filter(seeker__in=locked).values("advisor"))


def members_of(requests: Sequence[WithdrawalRequest]) -> list[Leaver]:
    """Who leaves, with what is asked besides, at once. Call with them locked."""
    return list(leavers().filter(pk__in=[request.leaver_id for request in requests]))


@cache
def leavers() -> QuerySet[Leaver]:
    """Written once: with what is asked besides, to write it takes longer than to ask it."""
    theirs = typed_by(email=OuterRef("user__email"), phone=OuterRef("phone"), user=OuterRef(OuterRef("user_id")))
    duplicates = [Exists(typed.filter(request__in=WithdrawalRequest.objects.unmatched())) for typed in theirs]
    booked = Exists(CounselingBooking.objects.booked().filter(seeker=OuterRef("pk")))
    suit_out = Exists(SuitLoan.objects.lent().filter(seeker=OuterRef("pk")))
    seat = Exists(SeminarSeat.objects.standing().filter(seeker=OuterRef("pk")))
    besides: QuerySet[Any] = JobSeeker.objects.select_related("user").annotate(
        has_duplicates=reduce(or_, duplicates), is_booked=booked, has_suit_out=suit_out, has_seat=seat
    )
    return besides.order_by("pk")


def close_duplicates(member: JobSeeker, *, now: datetime) -> None:
    """End what else waits and is theirs: there is nobody left to withdraw."""
    others = WithdrawalRequest.objects.unmatched().filter(statement__in=statements_of(member))
    for other in others.select_for_update(of=("self",), skip_locked=True):
        close(other, Closing.DUPLICATE, now=now, actor=Actor.WORKER)


def close_if_overtaken(request: WithdrawalRequest, *, now: datetime) -> bool:
    """End it if what was typed is gone: its member was erased a moment ago, through another request.

    `close_duplicates` passes by what somebody else has locked; whoever holds the lock then meets it here, once no
    member is found. What was typed long ago is gone by itself (`expiry.py`); then the desk decides. Call with the row
    locked.
    """
    if request.due_on <= typed_is_forgotten_for(timezone.localdate(now)):
        return False
    if WithdrawalStatement.objects.filter(request=request).exists():
        return False
    close(request, Closing.DUPLICATE, now=now, actor=Actor.WORKER)
    return True


def close(
    request: WithdrawalRequest,
    closing: Closing,
    *,
    now: datetime,
    actor: Actor,
    by: User | None = None,
    **found: object,
) -> None:
    """End a request that withdraws nobody, with what was found, and forget what was typed. Call with the row locked."""
    request.move(Status.CLOSED, at=now, actor=actor, by=by, closing=closing, **found)
    WithdrawalStatement.objects.filter(request=request).delete()


def plan(request: WithdrawalRequest, *, now: datetime) -> None:
    """When the worker looks at it next: to complete it, or to tell the desk."""
    steps = [request.completes_at] if request.completes_at else []
    if request.status == Status.SCHEDULED and not request.is_told:
        steps += [now + LOOK_FOR_WARNING]
        steps += [] if request.unreached_at else [unreached_at(request.due_on)]
    steps += [now + LOOK_FOR_NAMES] if request.named_at else []
    steps += [] if request.warned_at else [warned_at(request.due_on)]
    steps += [] if request.missed_at else [missed_at(request.due_on)]
    request.next_step_at = max(min(steps), now) if steps else None
    request.got_on()
    request.save(update_fields=["next_step_at", "completes_at", *request.PROGRESS])


def told(request: WithdrawalRequest) -> Typed:
    return {"reference": request.reference, "due_on": request.due_on}


def links(request: WithdrawalRequest, *purposes: Purpose) -> Typed:
    """The addresses for the owner of the registered mailbox."""
    return {f"{purpose}_url": act_url(purpose, request) for purpose in purposes} | {
        "status_url": status_url(Purpose.FOLLOW, request)
    }


def watch(request: WithdrawalRequest) -> Typed:
    """The address for whoever filed the request."""
    return {"status_url": status_url(Purpose.WATCH, request)}
