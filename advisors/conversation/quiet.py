"""Quiet by contract: how often an advisor may write to a seeker, and at which hours mails to them may leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from accounts.messages.contexts import revived
from accounts.messages.kinds import Leaves, kinds_that
from accounts.models import JobSeeker, Message
from advisors.assignment.models import Assignment
from advisors.conversation.models import ContactWish, ConversationEntry
from advisors.conversation.refusals import AnswersOnly

WEEK = timedelta(days=7)
# What concerns an appointment waits for no hour once it begins as soon as this.
SOON = timedelta(days=1)


def is_answer(said: list[bool]) -> bool:
    """Whether what the advisor writes next is an answer: `said` tells of each entry whether it was the seeker's."""
    return bool(said) and said[-1]


def unasked(thread: Iterable[tuple[datetime, bool]]) -> list[datetime]:
    """When the advisor wrote without being asked. An entry is its time and whether it is the seeker's, oldest first."""
    entries = [(datetime.min, False), *thread]
    return [at for (_before, asked), (at, is_from_seeker) in pairwise(entries) if not is_from_seeker and not asked]


def may_write_from(
    wish: ContactWish, thread: list[tuple[datetime, bool]], *, mailed: Iterable[datetime] = (), now: datetime
) -> datetime:
    """From when on the advisor may write: now, or when the week has room again. Raises `AnswersOnly`.

    An answer to the seeker's own last entry is always allowed, and counts for nothing; what was `mailed` counts too.
    """
    if is_answer([is_from_seeker for _at, is_from_seeker in thread]):
        return now
    return room_from(wish.most_per_week, [*unasked(thread), *mailed], now=now)


def room_from(most: int, counted: Iterable[datetime], *, now: datetime) -> datetime:
    """When the week has room for one more: now, or later. Raises `AnswersOnly`."""
    if most == 0:
        raise AnswersOnly
    recent = sorted(at for at in counted if at > now - WEEK)
    return now if len(recent) < most else recent[-most] + WEEK


def not_before(wish: ContactWish, *, now: datetime) -> datetime | None:
    """When the mail may go: the next hour the seeker allows, or None for at once."""
    local = timezone.localtime(now)
    opens = local.replace(hour=wish.from_hour, minute=0, second=0, microsecond=0)
    if local < opens:
        return opens
    return None if local.hour < wish.until_hour else opens + timedelta(days=1)


def wish_of(seeker: JobSeeker) -> ContactWish:
    """What the seeker has chosen, or what holds for somebody who has chosen nothing."""
    return ContactWish.objects.filter(seeker=seeker).first() or ContactWish(seeker=seeker)


def leaves_at(message: Message, leaves: Leaves, *, now: datetime) -> datetime:
    """When a mail to a member may leave: see `LEAVES_AT` in the settings."""
    seeker = message.reader.job_seeker
    if leaves is Leaves.COUNTED:
        return counted_leaves_at(seeker, now=now) or opens_at(seeker, now=now)
    opens = opens_at(seeker, now=now)
    if leaves is Leaves.WITH_APPOINTMENT:
        return min([opens, *(begins - SOON for begins in appointments(message))])
    return opens


def opens_at(seeker: JobSeeker, *, now: datetime) -> datetime:
    return not_before(wish_of(seeker), now=now) or now


def counted_leaves_at(seeker: JobSeeker, *, now: datetime) -> datetime | None:
    """When a mail that counts for the week may leave: the hour, and room for it; None if the seeker wants none."""
    tie, wish = seeker.assignments.current().first(), with_number(wish_of(seeker))
    counted = [*unasked(thread_of(tie, now=now)), *mailed(tie, now=now)] if tie else []
    try:
        return opens_at(seeker, now=room_from(wish.most_per_week, counted, now=now))
    except AnswersOnly:
        return None


def with_number(wish: ContactWish) -> ContactWish:
    """The number of a week that holds: one who wants notices only is written to in answer alone."""
    if JobSeeker.objects.notices_only().filter(pk=wish.seeker_id).exists():
        return ContactWish(most_per_week=0)
    return wish


def thread_of(tie: Assignment, *, now: datetime) -> list[tuple[datetime, bool]]:
    """What was said in the last seven days, and the last thing said before."""
    since = now - WEEK
    said = ConversationEntry.objects.filter(assignment=OuterRef("assignment"), written_at__lte=since)
    before = Subquery(said.order_by("-written_at", "-id").values("pk")[:1])
    entries = tie.conversation.filter(Q(written_at__gt=since) | Q(pk=before))
    return list(entries.order_by("written_at", "id").values_list("written_at", "is_from_seeker"))


def mailed(tie: Assignment, *, now: datetime) -> list[datetime]:
    """When mails that count were sent in the last seven days, under this advisor: a former one's do not count."""
    sent = Message.objects.filter(recipient__job_seeker=tie.seeker_id, status=Message.Status.SENT)
    counted = sent.filter(kind__in=kinds_that(Leaves.COUNTED), finished_at__gt=max(now - WEEK, tie.began_at))
    return [at for at in counted.values_list("finished_at", flat=True) if at]


def appointments(message: Message) -> list[datetime]:
    """When it begins, and when it was to begin before it was moved."""
    said = revived(message)
    return [said[name] for name in ("starts_at", "former_at") if name in said]
