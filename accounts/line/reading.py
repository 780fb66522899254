"""What LINE has told us is read by the worker: each event once, in one transaction with what follows from it.

Events come late, twice and in any order. By LINE's own clock, which times the link as well, it is told whether what
somebody wrote was written as a member, and whether a link is one that blocking has ended.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from accounts.line import inviting, linking
from accounts.line.models import LineAccount, LineEvent, LineLinking
from accounts.line.said import Said
from accounts.line.tokens import digest
from accounts.messages.models import Message
from accounts.users.models import JobSeeker
from config.clock import Moment

log = logging.getLogger(__name__)
BATCH = 200


def ready_ids(*, now: Moment) -> list[int]:
    """In the order they came."""
    return list(LineEvent.objects.ready(now).order_by("pk").values_list("pk", flat=True)[:BATCH])


def read(event_id: int, *, now: datetime) -> None:
    """Act on an event that is ready; twice changes nothing. What fails is tried again, for three days."""
    event = take(event_id, now=now)
    if event is None or waits_for_link(event, now=now):
        return
    try:
        if is_of_a_stranger(event):
            inviting.invite(event.line_user_id, event.body["reply"], now=now)
        act_on(event, now=now)
    except Exception as error:  # whatever it is: it holds up no other event, and is told by its age
        log.exception("event not read", extra={"id": event.pk})
        event.fail(type(error).__name__[:80], at=now)


@transaction.atomic
def take(event_id: int, *, now: datetime) -> LineEvent | None:
    """The event, leased to this worker; None if it is read, or another's."""
    event = LineEvent.objects.ready(now).select_for_update(of=("self",), skip_locked=True).filter(pk=event_id).first()
    if event:
        event.lease(now)
    return event


def waits_for_link(event: LineEvent, *, now: datetime) -> bool:
    """Whether what somebody wrote has overtaken the event by which they become a member's: it is read after that."""
    if event.kind != "message" or LineAccount.objects.filter(line_user_id=event.line_user_id).exists():
        return False
    asked = LineLinking.objects.good(now).filter(line_user_id=event.line_user_id, asked_at__lte=event.occurred_at)
    return asked.exists()


def is_of_a_stranger(event: LineEvent) -> bool:
    """Of somebody we do not know; not of a member who was erased this moment, and this event with them."""
    if event.kind not in ("message", "follow") or LineAccount.objects.filter(line_user_id=event.line_user_id).exists():
        return False
    return LineEvent.objects.unread().filter(pk=event.pk).exists()


@transaction.atomic
def act_on(event: LineEvent, *, now: datetime) -> None:
    """Who it is about is locked before the event is, as where they are erased."""
    lock_whom(event)
    own = LineEvent.objects.unread().select_for_update(of=("self",)).filter(pk=event.pk).first()
    if own is None:
        return
    if own.kind == "message":
        hear(own, now=now)
    elif own.kind == "unfollow":
        end_by_blocking(own, now=now)
    elif own.kind == "accountLink":
        linking.complete(own, now=now)
    own.finish(at=now)


def lock_whom(event: LineEvent) -> None:
    """Whoever is linked, and whoever is about to be."""
    whom = Q(line_account__line_user_id=event.line_user_id)
    if event.kind == "unfollow":
        whom |= Q(line_linkings__line_user_id=event.line_user_id)
    if event.kind == "accountLink":
        whom = Q(line_linkings__nonce_digest=digest(event.body["nonce"]))
    linking.lock_members(JobSeeker.objects.filter(whom))


def hear(event: LineEvent, *, now: datetime) -> None:
    """Hand on what a member wrote, to whoever listens; what was written before the link is nobody's, and not kept."""
    linked = LineAccount.objects.filter(line_user_id=event.line_user_id, linked_at__lte=event.occurred_at)
    account = linked.select_related("seeker__user").first()
    if account:
        said = Said(at=event.occurred_at, **event.body["said"])
        import_string(settings.LINE_SAID)(account.seeker, said, now=now)


def end_by_blocking(event: LineEvent, *, now: datetime) -> None:
    """A link that was made after the block, by whoever has come back, stays; one that is under way comes to nothing."""
    linking.give_up(event.line_user_id, begun_by=event.occurred_at, now=now)
    linked = LineAccount.objects.filter(line_user_id=event.line_user_id, linked_at__lt=event.occurred_at)
    account = linked.select_related("seeker__user").first()
    if account:
        linking.unlink(account, because=Message.NotByLine.BLOCKED)
