"""Rounds that look for rows and hand each to a task of its own."""

from collections.abc import Callable, Iterable

from accounts.pulses.models import Pulse
from config import clock


def hand_out(keys: Iterable[int], enqueue: Callable[[int], object], *, pulse: Pulse.Name) -> None:
    """A task for each row. A round that finds none writes that down: one that fails each time is found each time."""
    found = list(keys)
    for key in found:
        enqueue(key)
    if not found:
        Pulse.beats(pulse, at=clock.stamp())
