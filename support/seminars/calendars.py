"""A seat as an entry for the member's own calendar (.ics, RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from config.calendars import text_of
from support.seminars.models import Seminar, SeminarSeat


def invitation(seat: SeminarSeat, *, now: datetime) -> str:
    """The text of the file. A seat keeps its id: a seminar that is moved or called off replaces the former entry."""
    seminar, host = seat.seminar, urlsplit(settings.SITE_URL).hostname
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//seminars//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH" if seat.is_taken else "CANCEL")
    event = Event()
    event.add("uid", f"seminar-seat-{seat.pk}@{host}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()))
    event.add("dtstart", seminar.starts_at)
    event.add("dtend", seminar.ends_at)
    event.add("summary", seminar.title)
    event.add("location", place(seminar))
    event.add("status", "CONFIRMED" if seat.is_taken else "CANCELLED")
    calendar.add_component(event)
    return text_of(calendar)


def place(seminar: Seminar) -> str:
    """Where it is: the address, or the link of the meeting, which who has a seat is told."""
    if seminar.office:
        return f"{seminar.office.name} {seminar.office.address}"
    return seminar.meeting_url or seminar.where
