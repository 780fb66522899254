"""How a queued message leaves: taken under a lock, written, asked about once more, sent outside any transaction, then
forgotten.
"""

import logging
from collections.abc import Collection, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.messages.carrying import NotReached, NotTaken, as_mail, push
from accounts.messages.compose import Letter, audience, compose, waits_until
from accounts.messages.models import Message
from accounts.users.models import JobSeeker
from config.clock import Moment

log = logging.getLogger(__name__)

# A batch is claimed in one transaction; no more are in the workers' hands than they can send in a minute or so.
BATCH, MOST_AT_ONCE = 500, 5000


def claim_in_turn(*, now: Moment) -> Iterator[list[int]]:
    """Batch by batch, so that no transaction stays open while one is handed out. One query when none is ready.

    Notices come by the hundred thousand: what workers slower than that have not done yet counts against the next.
    """
    while claimed := claim_ready(now=now):
        yield claimed
        if len(claimed) < BATCH or Message.objects.handed_out(now).count() >= MOST_AT_ONCE:
            return


@transaction.atomic
def claim_ready(*, now: Moment) -> list[int]:
    """Up to a batch of those that are ready, each put down as handed out, so that the next sweep leaves it to its task.

    Whatever becomes of the tasks, the messages come back after five minutes.
    """
    ready = Message.objects.ready(now).unclaimed(now).order_by("try_at")
    claimed = list(ready.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:BATCH])
    if claimed:
        Message.objects.filter(pk__in=claimed).update(handed_out_at=now)
    return claimed


def deliver(message_id: int, *, now: datetime) -> None:
    """Send a message that is ready, once; a crash in between costs at most one duplicate.

    What LINE will not have goes by mail at once.
    """
    message = take(message_id, now=now)
    if message is None:
        return
    if why_not := carry(message, now=now):
        message.go_by_mail(why_not)
        carry(message, now=now)


def carry(message: Message, *, now: datetime) -> Message.NotByLine | None:
    """Say it, as its reader has chosen; if LINE will not have it, why.

    Whether its recipient may still be written to is looked up here, not when it was queued: before it is written, and
    again as it is handed over. One that cannot be put into words, because of its template or of what it was to tell of,
    is tried and given up as one that is not taken.
    """
    try:
        letter = write(message)
    except Exception as error:  # whatever it is: it must neither go on for ever nor keep an address
        log.exception("message not written", extra={"id": message.pk})
        message.fail(type(error).__name__[:80], at=now)
        return None
    if letter is None:
        message.finish(Message.Status.REFUSED, at=now)
        return None
    return send(message, letter, now=now) if take_in_hand(message, letter, now=now) else None


@transaction.atomic
def take(message_id: int, *, now: datetime) -> Message | None:
    """The message, leased to this worker; None if it is gone, finished, another's, or kept for a later hour.

    Whose last try has ended with its process, which could not say so, is given up here.
    """
    ready = Message.objects.ready(now).select_for_update(of=("self",), skip_locked=True)
    message = ready.select_related("recipient__job_seeker").filter(pk=message_id).first()
    if message is None:
        return None
    if message.has_had_last_try:
        message.finish(Message.Status.FAILED, at=now, failure="WorkerLost")
        return None
    if until := waits_until(message, now=now):
        message.wait(until, now=now)
        return None
    if message.is_late_for_line(now):
        message.go_by_mail(Message.NotByLine.LATE)
    message.lease(now)
    return message


def write(message: Message) -> Letter | None:
    """The letter as it is to leave; None if nobody may be written to, or nothing is left to say."""
    to = audience(message)
    letter = compose(message, to) if to else None
    if letter and not letter.to.line_user_id:
        as_mail(letter).message()  # a subject or an address that makes no mail is found here, not at the mail server
    return letter


@transaction.atomic
def take_in_hand(message: Message, letter: Letter, *, now: datetime) -> bool:
    """Whether it may leave still, asked at the hand-over: its recipient may have been erased since, or be leaving.

    Under a lock on the message alone, which ends before any server is spoken to. It is what an erasure has to
    delete, so that one of the two comes first: the erasure, and it is gone here; or this, and `written_to` says so.
    """
    own = Message.objects.filter(pk=message.pk, status=Message.Status.QUEUED, tries=message.tries)
    still = own.select_for_update(of=("self",)).select_related("recipient__job_seeker").first()
    to = audience(still) if still else None
    if still and to is None:
        still.finish(Message.Status.REFUSED, at=now)
    if still is None or to is None or to.place != letter.to.place:
        return False
    still.take_in_hand(now, by_line=bool(to.line_user_id))
    return True


def written_to(seeker_ids: Collection[int], *, now: datetime) -> set[int]:
    """To which of these members a server has something in hand now, so that erasing them has to wait for a moment.

    None is taken in hand from here on until the transaction ends: what is owed to them is locked, in order of its ids.
    """
    owed = Message.objects.owed_to(seeker_ids).order_by("pk").select_for_update(of=("self",))
    in_hand = [key for key, until in owed.values_list("pk", "in_hand_until") if until and until > now]
    mails = Message.objects.filter(pk__in=in_hand)
    theirs = Q(user__in=mails.values("recipient")) | Q(user__email__in=mails.values("to_email"))
    return set(JobSeeker.objects.filter(theirs, pk__in=seeker_ids).values_list("pk", flat=True)) if in_hand else set()


def send(message: Message, letter: Letter, *, now: datetime) -> Message.NotByLine | None:
    """Hand it to LINE or to the mail server; why not to LINE, if that will not have it."""
    if letter.to.line_user_id:
        return push_it(message, letter, now=now)
    mail_it(message, letter, now=now)
    return None


def push_it(message: Message, letter: Letter, *, now: datetime) -> Message.NotByLine | None:
    """A LINE that cannot be reached is tried again, a few times."""
    try:
        push(message, letter)
    except NotTaken as refusal:
        return refusal.why
    except NotReached:
        log.exception("message not taken by LINE", extra={"id": message.pk})
        if message.tries >= Message.LINE_TRIES:
            return Message.NotByLine.LATE
        message.fail(at=now)
    else:
        message.finish(Message.Status.SENT, at=now, by=Message.Channel.LINE)
    return None


def mail_it(message: Message, letter: Letter, *, now: datetime) -> None:
    """A refusal is tried again, for three days."""
    try:
        as_mail(letter).send()
    except OSError:  # smtplib's errors are OSErrors
        log.exception("mail not taken", extra={"id": message.pk})
        message.fail(at=now)
    else:
        message.finish(Message.Status.SENT, at=now, by=Message.Channel.MAIL)
