"""A member writes that they leave: it is put before advisor and desk, who record it; the seeker is locked first."""

from datetime import datetime

from django.db import transaction

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, User
from advisors.assignment.assigning import refuse_own
from advisors.models import ConversationEntry
from config import clock
from config.steps import InvalidTransition
from withdrawals.requests.advancing import tell_again
from withdrawals.requests.filing import record_request
from withdrawals.requests.leaving_messages import LeavingMessage
from withdrawals.requests.leaving_words import says_leaving
from withdrawals.requests.models import Channel, WithdrawalRequest


def heed(
    seeker: JobSeeker, text: str, *, by_line: bool, at: datetime, now: datetime, entry: ConversationEntry | None = None
) -> bool:
    """Whether it says that they leave; then they are answered, and it waits to be recorded. See `LEAVING_HEEDED_BY`.

    The answer is the day by which it is done and the form for doing it now. Of several such messages the first one
    counts, and it alone is answered; while a withdrawal is under way, the answer is which. Call with the seeker locked.
    """
    if not says_leaving(text):
        return False
    if under_way := seeker.withdrawal:
        tell_again(under_way, seeker, now=now)
    elif not seeker.leaving_messages.waiting().exists():
        channel = Channel.LINE if by_line else Channel.MESSAGE
        words = {"entry": entry} if entry else {"text": text}
        message = LeavingMessage.objects.begin(seeker, written_at=at, channel=channel, **words)
        queue_message("withdrawals/heeded", seeker.user, due_on=message.due_on)
    return True


@transaction.atomic
def record_leaving(message_id: int, *, by: User, now: datetime | None = None) -> WithdrawalRequest:
    """It is a withdrawal, told when it was written; pressed twice, it is recorded once. Raises `InvalidTransition`."""
    message = lock_message(message_id)
    if message.request:
        return message.request
    if not message.is_waiting:
        raise InvalidTransition(f"{message}: {message.status} is not recorded")
    recorded = record_request(
        message.seeker,
        channel=message.channel,
        reason="",
        told_at=message.written_at,
        due=message.due_on,
        by=by,
        identity_checked=False,
        now=now,
    )
    message.refresh_from_db()
    if message.is_waiting:  # another one is under way
        message.record(recorded, at=now or clock.now(), by=by)
    return recorded


@transaction.atomic
def take_message(entry: ConversationEntry, *, by: User, now: datetime | None = None) -> WithdrawalRequest:
    """What a seeker wrote to their advisor is a withdrawal told to them; the days count from when it was written.

    Or from an earlier message that says so and still waits. A message is taken once: who stopped the withdrawal does
    not leave by the same words. Raises `InvalidTransition`.
    """
    seeker = JobSeeker.objects.select_for_update(of=("self",)).filter(pk=entry.seeker_id).first()
    if seeker is None:
        raise InvalidTransition(f"{entry}: its member is gone")
    own = LeavingMessage.objects.filter(entry=entry).first()
    first = own or seeker.leaving_messages.waiting().order_by("written_at").first()
    if first is None:
        first = LeavingMessage.objects.begin(seeker, written_at=entry.written_at, channel=Channel.MESSAGE, entry=entry)
    recorded = record_leaving(first.pk, by=by, now=now)
    if first.entry_id != entry.pk:
        also = LeavingMessage.objects.begin(seeker, written_at=entry.written_at, channel=first.channel, entry=entry)
        also.record(recorded, at=now or clock.now(), by=by)
    return recorded


def taken_before(entry: ConversationEntry) -> WithdrawalRequest | None:
    """The request that this message was taken as."""
    return WithdrawalRequest.objects.filter(messages__entry=entry).first()


@transaction.atomic
def say_not_meant(message_id: int, *, by: User, now: datetime | None = None) -> None:
    """The desk has understood that its writer does not leave, and they are told so.

    Nobody does who accompanies them, or did. Raises `OwnSeeker` or `InvalidTransition`.
    """
    message = lock_message(message_id)
    refuse_own(message.seeker, by)
    message.say_not_meant(at=now or clock.now(), by=by)
    queue_message("withdrawals/not_meant", message.seeker.user, written_at=message.written_at)


def lock_message(message_id: int) -> LeavingMessage:
    """With its seeker, who is locked first. Raises `InvalidTransition` if it is gone with them."""
    messages = LeavingMessage.objects.filter(pk=message_id)
    JobSeeker.objects.select_for_update(of=("self",)).filter(leaving_messages__in=messages).first()
    message = messages.select_for_update(of=("self",)).select_related("seeker__user", "request").first()
    if message is None:
        raise InvalidTransition(f"message {message_id} is gone with its member")
    return message
