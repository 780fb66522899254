"""Whether one more suit can be promised: what is held at the same time is never more than there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

FOR_EVER = date.max


@dataclass(frozen=True)
class Span:
    """The days on which a suit is somebody's, or at the cleaner's; the last one is one of them."""

    first: date
    last: date


def most_at_once(spans: Sequence[Span], during: Span) -> int:
    """Of how many there are most on one day of these: that is the first day, or one on which another begins."""
    begin = [during.first, *(it.first for it in spans if during.first < it.first <= during.last)]
    return max(sum(it.first <= day <= it.last for it in spans) for day in begin)


def has_room(amount: int, taken: Sequence[Span], wanted: Span) -> bool:
    """Whether of so many suits one is free on all the days that are wanted."""
    return most_at_once(taken, wanted) < amount


def beyond(amount: int, taken: Sequence[Span], holds: Sequence[Span]) -> list[int]:
    """Which of the holds there is no suit for, as positions: who has asked first keeps theirs."""
    kept, without = list(taken), []
    for position, hold in enumerate(holds):
        if has_room(amount, kept, hold):
            kept.append(hold)
        else:
            without.append(position)
    return without
