"""The worker fetches from LINE what a member sent there, and keeps it as what they upload is kept."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.files.storing import store
from accounts.line import channel
from accounts.messages.carrying import NotReached
from accounts.messages.queue import queue_message
from accounts.models import File, JobSeeker
from advisors.assignment.assigning import lock_seeker_alone
from advisors.conversation.models import ConversationEntry, Fetching
from config.clock import Moment
from config.refusals import Refusal

log = logging.getLogger(__name__)

Kept = tuple[bytes, str, str, bool]


class TooLarge(Refusal):
    said = _("This file is larger than 10 MB. Save it as a PDF, or make its pictures smaller.")


class NotThere(Refusal):
    said = _("It could not be fetched from LINE. Please send it once more.")


def ready(now: Moment) -> list[int]:
    """Those to be tried now."""
    return list(Fetching.objects.ready(now).order_by("try_at").values_list("pk", flat=True))


def fetch_one(entry_id: int, *, now: datetime) -> None:
    """Safe to run twice, or beside itself. What cannot be kept is answered with why."""
    fetching = take(entry_id, now=now)
    if fetching is None:
        return
    try:
        kept = fetched(fetching)
    except Refusal as refusal:
        refuse(fetching, refusal)
        return
    except Exception:  # whatever it is: who sent it is told in the end
        log.exception("file not read", extra={"id": fetching.pk})
        kept = None
    if kept:
        keep(fetching, kept, now=now)
    elif fetching.is_overdue(now):
        refuse(fetching, NotThere())


@transaction.atomic
def take(entry_id: int, *, now: datetime) -> Fetching | None:
    """Leased to this worker; None if it is done, or another's."""
    waiting = Fetching.objects.ready(now).select_for_update(of=("self",), skip_locked=True)
    fetching = waiting.select_related("entry__seeker__user").filter(pk=entry_id).first()
    if fetching:
        fetching.lease(now)
    return fetching


def fetched(fetching: Fetching) -> Kept | None:
    """What of it is kept; None if it cannot be said yet. Outside any transaction. Raises `Refusal`."""
    try:
        content = channel.content(fetching.content_id)
    except channel.TooLarge:
        raise TooLarge from None
    except channel.Refused:
        raise NotThere from None
    except NotReached:
        log.warning("file not fetched", extra={"id": fetching.pk})
        return None
    kept: Kept | None = import_string(settings.UPLOADS_JUDGED_BY)(content, fetching.file_name or "line")
    return kept


@transaction.atomic
def keep(fetching: Fetching, kept: Kept, *, now: datetime) -> None:
    """As a file of the member's, unless they are gone meanwhile or somebody else kept it."""
    entry = lock(fetching)
    if entry is None:
        return
    content, content_type, name, is_scanned = kept
    written = ContentFile(content, name=name)
    kind, scanned_at = File.Use.CONVERSATION, now if is_scanned else None
    file = store(written, owner=entry.seeker.user, use=kind, content_type=content_type, scanned_at=scanned_at)
    entry.keep(file)


@transaction.atomic
def refuse(fetching: Fetching, refusal: Refusal) -> None:
    entry = lock(fetching)
    if entry is None:
        return
    with override(entry.seeker.user.language):
        why = str(refusal.said)
    queue_message("advisors/file_refused", entry.seeker.user, why=why)


def lock(fetching: Fetching) -> ConversationEntry | None:
    """Whose it is, with the seeker locked, and it is fetched no more; None if it is not any more by now."""
    try:
        lock_seeker_alone(fetching.entry.seeker_id)
    except JobSeeker.DoesNotExist:
        return None
    if not Fetching.objects.filter(pk=fetching.pk).delete()[0]:
        return None
    return ConversationEntry.objects.select_related("seeker__user").get(pk=fetching.pk)
