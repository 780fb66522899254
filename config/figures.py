"""How well the machinery goes: each app finds its own figures, and `settings.FIGURES` names what finds them.

A figure names nobody. Beside what finds it stand the words by which a person is told, and what they can do.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from config.together import Asking, read_all
from config.typed import Text


class Figure(Protocol):
    """What was found, and whether it is well. As text: what it is and what it may be, in one line."""

    @property
    def is_well(self) -> bool: ...

    @property
    def told(self) -> dict[str, float | bool | None]: ...


@dataclass(frozen=True)
class Wait:
    """How long something has been waited for, and how long is still well."""

    age: timedelta | None  # None: what should have happened never has
    most: timedelta

    @property
    def is_well(self) -> bool:
        return self.age is not None and self.age <= self.most

    @property
    def seconds(self) -> int | None:
        return None if self.age is None else int(self.age.total_seconds())

    @property
    def told(self) -> dict[str, float | bool | None]:
        return {"seconds": self.seconds, "well": self.is_well}

    def __str__(self) -> str:
        return f"{'never' if self.seconds is None else f'{self.seconds} s'}, at most {self.most}"

    @classmethod
    def since(cls, *moments: datetime | None, now: datetime, most: timedelta) -> "Wait":
        """The longest that something waits: the earliest of these moments up to now, nothing if there is none."""
        return cls(max(timedelta(0), now - min(filter(None, moments), default=now)), most)

    @classmethod
    def last(cls, at: datetime | None, *, now: datetime, most: timedelta) -> "Wait":
        """How long ago something last went well; None if it never has."""
        return cls.since(at, now=now, most=most) if at else cls(None, most)


@dataclass(frozen=True)
class Room:
    """Which share of a disk is free, and which has to be."""

    free: float | None  # None: nothing can be written there
    least: float

    @property
    def is_well(self) -> bool:
        return self.free is not None and self.free >= self.least

    @property
    def told(self) -> dict[str, float | bool | None]:
        return {"free": None if self.free is None else round(self.free, 3), "well": self.is_well}

    def __str__(self) -> str:
        return f"{'nothing' if self.free is None else f'{self.free:.1%}'} free, at least {self.least:.1%}"


@dataclass(frozen=True)
class Found:
    """What finds a figure, and how a person is told of it."""

    find: Callable[..., Figure]
    label: Text
    help: Text

    def __call__(self, *, now: datetime) -> Figure:
        return self.find(now=now)


def told_as(label: Text, *, help: Text) -> Callable[[Callable[..., Figure]], Found]:
    """Say in a few words what a function finds, and what to do when it is not well."""

    def named(find: Callable[..., Figure]) -> Found:
        return Found(find, label, help)

    return named


def finders(*names: str) -> dict[str, Found]:
    """Those that are asked for, or all."""
    return {name: import_string(settings.FIGURES[name]) for name in names or settings.FIGURES}


def figures(*names: str, now: datetime) -> dict[str, Figure]:
    """Those that are asked for, or all; what they ask the database is one statement."""
    found: dict[str, Figure] = {}
    finding = finders(*names)
    asked: dict[str, Asking] = {}
    for name, find in finding.items():
        asking = Asking()
        with asking.begun():
            found[name] = find(now=now)
        if asking.rows:
            asked[name] = asking
    answers = iter(read_all([rows for asking in asked.values() for rows in asking.rows]))
    for name, asking in asked.items():
        asking.answers = islice(answers, len(asking.rows))
        with asking.begun():
            found[name] = finding[name](now=now)
    return found


def rounds(*, now: datetime) -> Mapping[str, tuple[Text, Wait]]:
    """How long ago each round of the schedule went well, and how it is called."""
    found: Mapping[str, tuple[Text, Wait]] = import_string(settings.ROUNDS)(now=now)
    return found
