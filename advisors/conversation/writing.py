"""A seeker and their advisor write to one another. The seeker's row is locked first, so that nothing is said twice."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.module_loading import import_string

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message, Topic, User
from advisors.assignment.assigning import lock_seeker, lock_seeker_alone
from advisors.assignment.models import Assignment
from advisors.conversation.models import ContactWish, ConversationEntry
from advisors.conversation.quiet import mailed, may_write_from, not_before, thread_of, wish_of, with_number
from advisors.conversation.refusals import HasGone, Leaving, NoAdvisor, TooOften
from config import clock

SENT_TWICE = timedelta(minutes=10)


@transaction.atomic
def write_to_advisor(seeker: JobSeeker, text: str, *, now: datetime | None = None) -> ConversationEntry:
    """Say something to the present advisor, who gets a mail unless one still lies unread. Raises `NoAdvisor`."""
    locked = lock_seeker(seeker.pk)
    now = now or locked.locked_at
    tie = locked.assignments.current().select_related("advisor__user").first()
    if tie is None:
        raise NoAdvisor
    if twin := sent_just_now(tie, text, is_from_seeker=True, now=now):
        return twin
    tell_advisor(tie)
    entry = add(tie, text, is_from_seeker=True, now=now)
    import_string(settings.LEAVING_HEEDED_BY)(locked, text, entry=entry, by_line=False, at=now, now=now)
    return entry


def tell_advisor(tie: Assignment) -> None:
    """That a seeker writes to them, unless something of theirs lies unread. Call it before that is stored."""
    if not tie.conversation.unread().filter(is_from_seeker=True).exists():
        page = settings.SITE_URL + reverse("admin:advisors_conversationentry_changelist")
        queue_message("advisors/seeker_wrote", tie.advisor.user, admin_url=page)


@transaction.atomic
def write_to_seeker(advisor: User, seeker_id: int, text: str, *, now: datetime | None = None) -> ConversationEntry:
    """Say something to a seeker as their present advisor, as often as they wish, at an hour they allow.

    Raises `NotWritten`.
    """
    seeker = lock_seeker(seeker_id)
    now = now or seeker.locked_at
    tie = seeker.assignments.current().select_related("advisor").filter(advisor__user=advisor).first()
    if tie is None:
        raise NoAdvisor
    if twin := sent_just_now(tie, text, is_from_seeker=False, now=now):
        return twin
    if seeker.is_leaving:
        raise Leaving
    wish = wish_of(seeker)
    refuse_too_often(wish, tie, now=now)
    later = not_before(wish, now=now)
    return add(
        tie, text, is_from_seeker=False, now=now, goes_at=later or now, message=message_about_it(seeker, later, now=now)
    )


@transaction.atomic
def change_waiting(advisor: User, entry_id: int, text: str, *, now: datetime | None = None) -> None:
    """Write it anew while it waits for its hour. Raises `NotWritten`."""
    entry = lock_waiting(advisor, entry_id, now=now)
    if JobSeeker.objects.with_leaving().get(pk=entry.seeker_id).is_leaving:
        raise Leaving
    entry.change(text)


@transaction.atomic
def take_back(advisor: User, entry_id: int, *, now: datetime | None = None) -> None:
    """Delete what waits for its hour: nobody but its writer has seen it. Raises `NotWritten`."""
    lock_waiting(advisor, entry_id, now=now).delete()


def lock_waiting(advisor: User, entry_id: int, *, now: datetime | None) -> ConversationEntry:
    """What this advisor wrote to a seeker of theirs and waits; who tells of it waits for the same lock.

    The time is that at which it is held. Raises `NoAdvisor` or `HasGone`.
    """
    own = ConversationEntry.objects.filter(pk=entry_id, is_from_seeker=False, assignment__advisor__user=advisor)
    for seeker_id in own.values_list("seeker", flat=True):
        lock_seeker_alone(seeker_id)
    entry = own.filter(assignment__ended_at=None).select_for_update(of=("self",)).first()
    if entry is None:
        raise NoAdvisor
    if not entry.is_waiting(now or clock.now()):
        raise HasGone
    return entry


def sent_just_now(tie: Assignment, text: str, *, is_from_seeker: bool, now: datetime) -> ConversationEntry | None:
    """The same words, sent a moment ago: a button that was pressed twice."""
    last = tie.conversation.order_by("written_at", "id").last()
    if last is None or (last.text, last.is_from_seeker) != (text, is_from_seeker):
        return None
    return last if last.written_at > now - SENT_TWICE else None


def add(tie: Assignment, text: str, *, now: datetime, **more: Any) -> ConversationEntry:
    said = {"seeker_id": tie.seeker_id, "assignment": tie, "written_at": now, "goes_at": now}
    return ConversationEntry.objects.create(**{**said, **more}, text=text)


def refuse_too_often(wish: ContactWish, tie: Assignment, *, now: datetime) -> None:
    """By the number of a week that the seeker has chosen, of which mails with referrals are a part.

    Raises `TooOften`, or `AnswersOnly`.
    """
    thread, wish = thread_of(tie, now=now), with_number(wish)
    again_at = may_write_from(wish, thread, mailed=mailed(tie, now=now), now=now)
    if again_at > now:
        raise TooOften(again_at)


def message_about_it(seeker: JobSeeker, later: datetime | None, *, now: datetime) -> Message:
    """A mail that says nothing of what was written, at an hour the seeker allows; one mail for a quiet night.

    Who has chosen LINE is told the text itself, each in a message of its own.
    """
    kind = "advisors/advisor_wrote"
    if goes_by_line(seeker):
        return queue_message(kind, seeker.user, not_before=later)
    owed = Message.objects.filter(recipient=seeker.user, kind=kind, status=Message.Status.QUEUED, try_at__gt=now)
    return (owed.first() if later else None) or queue_message(kind, seeker.user, not_before=later)


def goes_by_line(seeker: JobSeeker) -> bool:
    by_line = JobSeeker.objects.filter(pk=seeker.pk, line_account__topics__topic=Topic.CONVERSATION)
    return settings.LINE_CHANNEL and by_line.exists()


def mark_read_by_seeker(seeker: JobSeeker, *, now: datetime | Now) -> int:
    """The seeker has opened the page; how much of what had gone by then was new."""
    return seeker.conversation.unread().gone(now).filter(is_from_seeker=False).update(read_at=now)


def mark_read_by_advisor(tie: Assignment, *, now: datetime | Now) -> int:
    """The present advisor has opened the page; what was said to a former one stays as it was."""
    return tie.conversation.unread().filter(is_from_seeker=True).update(read_at=now)


@transaction.atomic
def share_former(seeker: JobSeeker, assignment_id: int, *, is_shared: bool) -> None:
    """Let the present advisor read what was said under a former one, or no longer."""
    former = seeker.assignments.ended().select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if former:
        former.share(is_shared=is_shared)


@transaction.atomic
def set_contact_wish(
    seeker: JobSeeker, *, from_hour: int, until_hour: int, most_per_week: int, now: datetime | None = None
) -> ContactWish:
    """What waits for an hour that is allowed no longer waits for the next one that is."""
    lock_seeker_alone(seeker.pk)
    chosen = {"from_hour": from_hour, "until_hour": until_hour, "most_per_week": most_per_week}
    wish, _is_new = ContactWish.objects.update_or_create(seeker=seeker, defaults=chosen)
    for entry in seeker.conversation.waiting(now or clock.now()).select_for_update(of=("self",)):
        if later := not_before(wish, now=entry.goes_at):
            entry.wait_until(later)
    return wish
