"""Pick-up and return as entries for the seeker's own calendar (.ics, RFC 5545)."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from config.calendars import text_of
from config.typed import Text
from support.suits.days import opening
from support.suits.models import SuitLoan


def invitation(loan: SuitLoan, *, now: datetime) -> str:
    """The text of the file. A loan keeps its id, so that what is moved or cancelled replaces the former entries."""
    is_cancelled = loan.status == SuitLoan.Status.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//suits//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    if not loan.is_lent:
        calendar.add_component(entry(loan, "pick-up", _("Pick up the suit"), loan.pick_up_on, now=now))
    calendar.add_component(entry(loan, "return", _("Bring back the suit"), loan.return_on, now=now))
    return text_of(calendar)


def entry(loan: SuitLoan, what: str, summary: Text, day: date, *, now: datetime) -> Event:
    """Somewhere within the hours of that day."""
    begins, ends = opening(day)
    event = Event()
    event.add("uid", f"suit-{loan.pk}-{what}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()))
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", str(summary))
    event.add("location", f"{loan.office.name} {loan.office.address}")
    event.add("status", "CANCELLED" if loan.status == SuitLoan.Status.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    return event
