"""A seeker says what matters to them and in which order, and asks for referrals. Every write locks the seeker first.

Ranks run from one within the must-haves, and again within the negotiable ones. The advisor is told hourly at most.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from advisors.models import Assignment
from config import clock
from config.typed import WithAnnotations
from jobs.conditions.models import DesiredCondition, ReferralWish
from jobs.conditions.referable import Standing, refusal, tells_advisor, with_standing
from jobs.conditions.refusals import NoSuchCondition, NotAskable

TOLD_AFTER = timedelta(hours=1)
CHANGED = "jobs/conditions_changed"
WRITTEN = ("number", "is_must", "rank", "reason")
Written = tuple[int, bool, int, str]


@contextmanager
def wishes_of(seeker_id: int, *, now: datetime | None = None) -> Iterator[list[DesiredCondition]]:
    """The conditions in their order, under the seeker's lock: however the list is left, so it is stored."""
    with transaction.atomic():
        seeker = lock(seeker_id)
        wishes = list(DesiredCondition.objects.filter(seeker=seeker_id))
        before = {wish.pk: written(wish) for wish in wishes}
        yield wishes
        number_anew(wishes)
        if store(wishes, before) and tells_advisor(seeker):
            tell_advisor(seeker_id, now=now or seeker.locked_at)


class LockedStanding(Standing, clock.LockedAt):
    """How a seeker stands, and when."""


def lock(seeker_id: int) -> WithAnnotations[JobSeeker, LockedStanding]:
    """The seeker and how they stand, and the time, `locked_at`.

    Asked once the lock is held: a statement that waits answers as of before.
    """
    JobSeeker.objects.select_for_update(of=("self",)).get(pk=seeker_id)
    return with_standing(JobSeeker.objects.all()).annotate(locked_at=clock.reading()).get(pk=seeker_id)


def written(wish: DesiredCondition) -> Written:
    return wish.number, wish.is_must, wish.rank, wish.reason


def number_anew(wishes: list[DesiredCondition]) -> None:
    for is_must in (True, False):
        for rank, wish in enumerate(side(wishes, is_must=is_must), start=1):
            wish.rank = rank


def side(wishes: list[DesiredCondition], *, is_must: bool) -> list[DesiredCondition]:
    return [wish for wish in wishes if wish.is_must == is_must]


def store(wishes: list[DesiredCondition], before: dict[int, Written]) -> bool:
    """Write what differs; whether anything did."""
    gone = set(before) - {wish.pk for wish in wishes}
    added = [wish for wish in wishes if wish.pk is None]
    changed = [wish for wish in wishes if wish.pk and written(wish) != before[wish.pk]]
    if gone:
        DesiredCondition.objects.filter(pk__in=gone).delete()
    DesiredCondition.objects.bulk_update(changed, WRITTEN)
    DesiredCondition.objects.bulk_create(added)
    return bool(gone or changed or added)


def find(wishes: list[DesiredCondition], kind: str) -> DesiredCondition:
    for wish in wishes:
        if wish.kind == kind:
            return wish
    raise NoSuchCondition(kind)


def put(wishes: list[DesiredCondition], wish: DesiredCondition, *, rank: int | None = None) -> None:
    """Have it stand at this rank on its side, or last."""
    others = [other for other in wishes if other is not wish]
    its_side = side(others, is_must=wish.is_must)
    its_side.insert(len(its_side) if rank is None else max(rank - 1, 0), wish)
    wishes[:] = [*side(others, is_must=not wish.is_must), *its_side]


def set_condition(
    seeker_id: int,
    kind: str,
    *,
    number: int,
    is_must: bool,
    now: datetime | None = None,
    reason: str = "",
    rank: int | None = None,
) -> None:
    """Add a condition, or change the one of this kind. Without a rank a new one, or one that changes sides, is last."""
    with wishes_of(seeker_id, now=now) as wishes:
        held = [wish for wish in wishes if wish.kind == kind]
        wish = held[0] if held else DesiredCondition(seeker_id=seeker_id, kind=kind)
        moves = not held or wish.is_must != is_must or rank is not None
        wish.number, wish.is_must, wish.reason = number, is_must, reason
        if moves:
            put(wishes, wish, rank=rank)


def remove_condition(seeker_id: int, kind: str, *, now: datetime | None = None) -> DesiredCondition:
    """Take it away and return it as it was. Raises `NoSuchCondition`."""
    with wishes_of(seeker_id, now=now) as wishes:
        wish = find(wishes, kind)
        wishes.remove(wish)
    return wish


def move_to(seeker_id: int, kind: str, rank: int, *, now: datetime | None = None) -> None:
    """Have it stand at this rank on its side; one asked for twice moves once. Raises `NoSuchCondition`."""
    with wishes_of(seeker_id, now=now) as wishes:
        put(wishes, find(wishes, kind), rank=rank)


def make_must(seeker_id: int, kind: str, *, now: datetime | None = None) -> None:
    """This is not negotiable after all. Raises `NoSuchCondition`."""
    change_side(seeker_id, kind, is_must=True, now=now)


def make_negotiable(seeker_id: int, kind: str, *, now: datetime | None = None) -> None:
    """This may be weighed against others. Raises `NoSuchCondition`."""
    change_side(seeker_id, kind, is_must=False, now=now)


def change_side(seeker_id: int, kind: str, *, is_must: bool, now: datetime | None = None) -> None:
    with wishes_of(seeker_id, now=now) as wishes:
        wish = find(wishes, kind)
        if wish.is_must != is_must:
            wish.is_must = is_must
            put(wishes, wish)


def tell_advisor(seeker_id: int, *, now: datetime) -> None:
    """Owe the advisor one mail in an hour, about all that changes until then. Call with the seeker locked."""
    to = Assignment.objects.current().select_related("advisor__user").get(seeker=seeker_id).advisor.user
    waiting = Message.objects.filter(kind=CHANGED, recipient=to, status=Message.Status.QUEUED, context__about=seeker_id)
    if not waiting.exists():
        queue_message(CHANGED, to, not_before=now + TOLD_AFTER, about=seeker_id)


@transaction.atomic
def ask_for_referrals(seeker_id: int, *, now: datetime | None = None) -> None:
    """Put the seeker on their advisor's list, once; a referral takes them off. Raises `NotAskable`."""
    seeker = lock(seeker_id)
    if because := refusal(seeker):
        raise NotAskable(because)
    ReferralWish.objects.get_or_create(seeker_id=seeker_id, defaults={"asked_at": now or seeker.locked_at})
