"""What a linked member says by LINE, put into the one conversation; `LINE_SAID` in the settings. The seeker is locked
first.
"""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.line.said import Said
from accounts.line.said import SaidBy as Kind
from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from advisors.assignment.assigning import LockedSeeker, lock_seeker
from advisors.conversation.models import ConversationEntry, Fetching, SaidBy, Way
from advisors.conversation.writing import add, tell_advisor
from advisors.tasks import fetch_file
from config.office_hours import answers_by, closed_since, is_open

WHAT = {
    Kind.TEXT: SaidBy.TEXT,
    Kind.IMAGE: SaidBy.PICTURE,
    Kind.FILE: SaidBy.FILE,
    Kind.STICKER: SaidBy.STICKER,
    Kind.VIDEO: SaidBy.VIDEO,
    Kind.AUDIO: SaidBy.AUDIO,
    Kind.LOCATION: SaidBy.LOCATION,
}
FETCHED = {SaidBy.PICTURE, SaidBy.FILE}


def take(seeker: JobSeeker, said: Said, *, now: datetime) -> None:
    """It stands where it was written, however late it comes, and once. Call it in a transaction.

    Where nobody would read it, it is not kept, and its writer is told so once.
    """
    locked, at = lock_seeker(seeker.pk), min(said.at, now)
    what = WHAT.get(Kind(said.kind), SaidBy.OTHER)
    text = said.text if what is SaidBy.TEXT else ""
    if what is SaidBy.TEXT and not text.strip():
        return
    tie = locked.assignments.current().select_related("advisor__user").first()
    if tie is None:
        say_that_nobody_reads(locked, text, at=at, now=now)
        return
    written = {"channel": Way.LINE, "what": what, "written_at": at, "text": text}
    if what not in FETCHED and locked.conversation.filter(**written, is_from_seeker=True).exists():
        return  # pictures are sent several at once
    tell_advisor(tie)
    entry = add(tie, text, now=at, is_from_seeker=True, channel=Way.LINE, what=what)
    if what in FETCHED and said.content_id:
        fetch(entry, said, now=now)
    if not is_leaving(locked, text, at=at, now=now, entry=entry):
        say_when_somebody_answers(locked, now=now)


def fetch(entry: ConversationEntry, said: Said, *, now: datetime) -> None:
    """Leave it to the worker."""
    asked = {"content_id": said.content_id, "file_name": said.file_name[-200:]}
    Fetching.objects.create(entry=entry, **asked, asked_at=now, try_at=now)
    fetch_file.delay_on_commit(entry.pk)


def is_leaving(
    seeker: LockedSeeker, text: str, *, at: datetime, now: datetime, entry: ConversationEntry | None = None
) -> bool:
    """Whether it says that they leave, which is answered then; see `LEAVING_HEEDED_BY`."""
    heed = import_string(settings.LEAVING_HEEDED_BY)
    found: bool = heed(seeker, text, entry=entry, by_line=True, at=at, now=now)
    return found


def say_that_nobody_reads(seeker: LockedSeeker, text: str, *, at: datetime, now: datetime) -> None:
    """Once, until there was an advisor in between. Words that say they leave go to the desk all the same."""
    if is_leaving(seeker, text, at=at, now=now):
        return
    last = seeker.assignments.ended().order_by("-ended_at").values_list("ended_at", flat=True).first()
    say_once(seeker, "advisors/nobody_reads", since=last or seeker.joined_at)


def say_when_somebody_answers(seeker: LockedSeeker, *, now: datetime) -> None:
    """Outside office hours, once until there were some in between."""
    if not is_open(now):
        say_once(seeker, "advisors/office_closed", since=closed_since(now), answers_by=answers_by(now))


def say_once(seeker: LockedSeeker, kind: str, *, since: datetime, **context: datetime) -> None:
    if not Message.objects.filter(recipient=seeker.user, kind=kind, queued_at__gte=since).exists():
        queue_message(kind, seeker.user, **context)
