"""Quiet by contract: how often an advisor may write to a seeker, and at which hours the mail about it may go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from django.utils import timezone

from advisors.models import ContactWish

WEEK = timedelta(days=7)


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
