"""A counseling, or a mock interview, as an entry for the seeker's own calendar (.ics, RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from advisors.counseling.models import CounselingBooking
from config.calendars import text_of


def invitation(booking: CounselingBooking, *, now: datetime) -> str:
    """The text of the file. A booking keeps its id, so that what is moved or cancelled replaces the former entry."""
    is_cancelled = booking.status == CounselingBooking.Status.CANCELLED
    calendar = Calendar()
    calendar.add("prodid", f"-//{urlsplit(settings.SITE_URL).hostname}//counseling//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if is_cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{slug_of(booking)}-{booking.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()))
    event.add("dtstart", booking.slot.starts_at)
    event.add("dtend", booking.slot.ends_at)
    event.add("summary", title(booking))
    event.add("location", place(booking))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    calendar.add_component(event)
    return text_of(calendar)


def title(booking: CounselingBooking) -> str:
    """What it is and with whom, as a calendar shows it."""
    text = _("Mock interview with %(name)s") if booking.is_mock_interview else _("Counseling with %(name)s")
    return text % {"name": booking.slot.advisor.name}


def slug_of(booking: CounselingBooking) -> str:
    return "mock-interview" if booking.is_mock_interview else "counseling"


def place(booking: CounselingBooking) -> str:
    """Where it is, as a calendar shows it: the address, the meeting link, or that we call."""
    if booking.office:
        return f"{booking.office.name} {booking.office.address}"
    meeting_url = booking.slot.advisor.meeting_url if booking.form == CounselingBooking.Form.ONLINE else ""
    return meeting_url or str(booking.get_form_display())
