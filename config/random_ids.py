"""Ids of rows some of which are in confidence: drawn by chance, so that none is missing where somebody counts them."""

import secrets
import threading
import time

CHANCE = 10  # bits; with the microseconds before them they fit until the year 2255


def random_id() -> int:
    """One of two to the sixty-second; two alike are as good as never drawn, and a primary key would refuse them."""
    return secrets.randbelow(2**62) + 1


class TimedIds:
    """Ids by the clock and by chance: later ones are greater, and what lies between two says nothing but how long.

    For rows that come by the hundred thousand and are listed the newest first: each is written at the table's end.
    Those drawn one by one are even; odd ones are of rows that one statement writes: `first_of_many`, every second on.
    """

    def __init__(self) -> None:
        self.lock, self.last = threading.Lock(), 0

    def draw(self) -> int:
        chance = 2 * secrets.randbelow(2 ** (CHANCE - 1))
        with self.lock:
            drawn = (time.time_ns() // 1000 << CHANCE) + chance
            self.last = drawn if drawn > self.last else self.last + 2 + chance
            return self.last


TIMED = TimedIds()


def timed_id() -> int:
    return TIMED.draw()


def first_of_many() -> int:
    return TIMED.draw() + 1
