"""Quiet by contract: how often an advisor may write to a seeker, and at which hours mails to them may leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from accounts.kinds import Leaves
from accounts.models import JobSeeker, Message
from advisors.models import ContactWish

WEEK = timedelta(days=7)
# What concerns an appointment waits for no hour once it begins as soon as this.
SOON = timedelta(days=1)


class Never(Exception):
    """The seeker wishes for answers only."""


def is_answer(said: list[bool]) -> bool:
    """Whether what the advisor writes next is an answer: `said` tells of each entry whether it was the seeker's."""
    return bool(said) and said[-1]


def unasked(thread: Iterable[tuple[datetime, bool]]) -> list[datetime]:
    """When the advisor wrote without being asked. An entry is its time and whether it is the seeker's, oldest first."""
    entries = [(None, False), *thread]
    return [at for (_before, asked), (at, is_from_seeker) in pairwise(entries) if not is_from_seeker and not asked]


def may_write_from(wish: ContactWish, thread: list[tuple[datetime, bool]], *, now: datetime) -> datetime:
    """From when on the advisor may write: now, or when the week has room again. Raises `Never`.

    An answer to the seeker's own last entry is always allowed, and counts for nothing.
    """
    if is_answer([is_from_seeker for _at, is_from_seeker in thread]):
        return now
    if wish.most_per_week == 0:
        raise Never
    recent = [at for at in unasked(thread) if at > now - WEEK]
    if len(recent) < wish.most_per_week:
        return now
    return recent[-wish.most_per_week] + WEEK


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
    opens = not_before(wish_of(message.recipient.job_seeker), now=now) or now
    if leaves is Leaves.WITH_APPOINTMENT:
        return min([opens, *(begins - SOON for begins in appointments(message))])
    return opens


def appointments(message: Message) -> list[datetime]:
    """When it begins, and when it was to begin before it was moved."""
    said = message.context
    return [datetime.fromisoformat(said[name]) for name in ("starts_at", "former_at") if name in said]
