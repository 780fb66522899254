"""A counseling, or a mock interview, as an entry for the seeker's own calendar."""

from datetime import datetime

from django.utils.translation import gettext as _

from advisors.counseling.models import CounselingBooking
from config.calendars import Entry, file_of


def invitation(booking: CounselingBooking, *, now: datetime) -> str:
    """The text of the file."""
    entry = Entry(
        key=f"{slug_of(booking)}-{booking.pk}",
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        summary=title(booking),
        location=place(booking),
    )
    return file_of("counseling", entry, is_off=booking.status == CounselingBooking.Status.CANCELLED, now=now)


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
