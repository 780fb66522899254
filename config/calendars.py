"""Entries for somebody's own calendar (.ics, RFC 5545)."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, Timezone

# The library asks for it day by day through a century: a twentieth of a second each time.
time_zone = cache(Timezone.from_tzid)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What stands in the calendar. It keeps its `key`, so that what is moved or called off replaces the former one.

    Who `may_be_elsewhere` has to come at some time between, and is not shown as busy.
    """

    key: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str
    description: str = ""
    may_be_elsewhere: bool = False


def file_of(topic: str, *entries: Entry, is_off: bool, now: datetime) -> str:
    """The text of the file with these entries, which hold, or are off."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host()}//{topic}//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_off else "PUBLISH")
    for entry in entries:
        calendar.add_component(event_of(entry, is_off=is_off, now=now))
    return text_of(calendar)


def event_of(entry: Entry, *, is_off: bool, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host()}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()))
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at)
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    if entry.description:
        event.add("description", entry.description)
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    if entry.may_be_elsewhere:
        event.add("transp", "TRANSPARENT")
    return event


def host() -> str | None:
    return urlsplit(settings.SITE_URL).hostname


def text_of(calendar: Calendar) -> str:
    """The file, with the rules of each time zone that it names at its beginning."""
    for name in sorted(calendar.get_missing_tzids()):
        calendar.subcomponents.insert(0, time_zone(name))
    file: bytes = calendar.to_ical()
    return file.decode()
