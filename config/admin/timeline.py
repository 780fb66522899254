"""What has been with a member, newest first: each topic tells its part of what this person may see.

`settings.TIMELINE` names what finds the topics. However many there are, one statement reads them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from config.admin.lines import Line, Rows, read_together
from config.typed import Text, User

SHOWN = 20


def as_read(line: Line) -> datetime:
    return line.at


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Rows as lines, the newest first; of each what it is, what is said of it, and its page. `everything` lists all."""

    name: Text
    rows: Rows
    title: Callable[[Line], Text]
    said: Callable[[Line], Text]
    page: Callable[[Line], str]
    everything: str
    at: Callable[[Line], datetime] = as_read


@dataclass(frozen=True)
class Event:
    at: datetime
    title: Text
    said: Text
    page: str


@dataclass(frozen=True)
class Timeline:
    """The newest of all topics, and the topics of which there is anything."""

    events: Sequence[Event]
    topics: Sequence[Topic]


def timeline(seeker: Any, user: User) -> Timeline:
    """Of this member, as far as this person may see it. One statement."""
    topics = [topic for name in settings.TIMELINE for topic in topics_of(name, seeker, user)]
    found = list(zip(topics, read_together([topic.rows for topic in topics]), strict=True))
    events = [told(topic, line) for topic, lines in found for line in lines]
    newest = sorted(events, key=lambda event: event.at, reverse=True)[:SHOWN]
    return Timeline(newest, [topic for topic, lines in found if lines])


def topics_of(name: str, seeker: Any, user: User) -> Iterable[Topic]:
    topics: Iterable[Topic] = import_string(name)(seeker, user)
    return topics


def told(topic: Topic, line: Line) -> Event:
    return Event(topic.at(line), topic.title(line), topic.said(line), topic.page(line))
