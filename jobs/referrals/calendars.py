"""An interview as an entry for the seeker's own calendar (.ics, RFC 5545)."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from config.calendars import text_of
from jobs.referrals.models import JobInterview


def invitation(interview: JobInterview, *, now: datetime) -> str:
    """The text of the file. An interview keeps its id: what is moved or called off replaces the former entry."""
    host = urlsplit(settings.SITE_URL).hostname
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//interviews//")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if interview.is_off else "PUBLISH")
    event = Event()
    event.add("uid", f"interview-{interview.pk}@{host}")
    event.add("dtstamp", now)
    event.add("sequence", int(now.timestamp()))
    event.add("dtstart", interview.starts_at)
    event.add("dtend", interview.ends_at)
    event.add("summary", _("Interview at %(company)s") % {"company": interview.referral.posting.company.name})
    event.add("location", interview.place)
    event.add("description", interview.notes)
    event.add("status", "CANCELLED" if interview.is_off else "CONFIRMED")
    calendar.add_component(event)
    return text_of(calendar)
