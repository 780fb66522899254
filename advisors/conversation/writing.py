"""A seeker and their advisor write to one another. The seeker's row is locked first, so that nothing is said twice."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message, User
from advisors.assignment.assigning import lock_seeker
from advisors.assignment.models import Assignment
from advisors.conversation.models import ContactWish, ConversationEntry
from advisors.conversation.quiet import mailed, may_write_from, not_before, thread_of, wish_of, with_number
from advisors.conversation.refusals import Leaving, NoAdvisor, TooOften

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
    is_told = tie.conversation.unread().filter(is_from_seeker=True).exists()
    entry = add(tie, text, is_from_seeker=True, now=now)
    if not is_told:
        page = settings.SITE_URL + reverse("admin:advisors_conversationentry_changelist")
        queue_message("advisors/seeker_wrote", tie.advisor.user, admin_url=page)
    return entry


@transaction.atomic
def write_to_seeker(advisor: User, seeker_id: int, text: str, *, now: datetime | None = None) -> ConversationEntry:
    """Say something to a seeker as their present advisor, as often as they wish. Raises `NotWritten`."""
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
    entry = add(tie, text, is_from_seeker=False, now=now)
    tell_seeker(seeker, tie, wish, now=now)
    return entry


def sent_just_now(tie: Assignment, text: str, *, is_from_seeker: bool, now: datetime) -> ConversationEntry | None:
    """The same words, sent a moment ago: a button that was pressed twice."""
    last = tie.conversation.last()
    if last is None or (last.text, last.is_from_seeker) != (text, is_from_seeker):
        return None
    return last if last.written_at > now - SENT_TWICE else None


def add(tie: Assignment, text: str, *, is_from_seeker: bool, now: datetime) -> ConversationEntry:
    return ConversationEntry.objects.create(
        seeker_id=tie.seeker_id, assignment=tie, is_from_seeker=is_from_seeker, text=text, written_at=now
    )


def refuse_too_often(wish: ContactWish, tie: Assignment, *, now: datetime) -> None:
    """By the number of a week that the seeker has chosen, of which mails with referrals are a part.

    Raises `TooOften`, or `AnswersOnly`.
    """
    thread, wish = thread_of(tie, now=now), with_number(wish)
    again_at = may_write_from(wish, thread, mailed=mailed(tie, now=now), now=now)
    if again_at > now:
        raise TooOften(again_at)


def tell_seeker(seeker: JobSeeker, tie: Assignment, wish: ContactWish, *, now: datetime) -> None:
    """By a mail that says nothing of what was written, at an hour the seeker allows; one mail for a quiet night."""
    kind, later = "advisors/advisor_wrote", not_before(wish, now=now)
    owed = Message.objects.filter(recipient=seeker.user, kind=kind, status=Message.Status.QUEUED, try_at__gt=now)
    if not (later and owed.exists()):
        queue_message(kind, seeker.user, not_before=later)


def mark_read_by_seeker(seeker: JobSeeker, *, now: datetime | Now) -> int:
    """The seeker has opened the page; how much was new."""
    return seeker.conversation.unread().filter(is_from_seeker=False).update(read_at=now)


def mark_read_by_advisor(tie: Assignment, *, now: datetime | Now) -> int:
    """The present advisor has opened the page; what was said to a former one stays as it was."""
    return tie.conversation.unread().filter(is_from_seeker=True).update(read_at=now)


@transaction.atomic
def share_former(seeker: JobSeeker, assignment_id: int, *, is_shared: bool) -> None:
    """Let the present advisor read what was said under a former one, or no longer."""
    former = seeker.assignments.ended().select_for_update(of=("self",)).filter(pk=assignment_id).first()
    if former:
        former.share(is_shared=is_shared)


def set_contact_wish(seeker: JobSeeker, *, from_hour: int, until_hour: int, most_per_week: int) -> ContactWish:
    chosen = {"from_hour": from_hour, "until_hour": until_hour, "most_per_week": most_per_week}
    return ContactWish.objects.update_or_create(seeker=seeker, defaults=chosen)[0]
