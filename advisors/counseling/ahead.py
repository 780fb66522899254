"""A counseling and a mock interview ahead, on my page."""

from datetime import datetime

from django.urls import reverse

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment
from advisors.counseling.calendars import title
from advisors.counseling.models import CounselingBooking
from advisors.counseling.pages import home_of


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment]:
    bookings = seeker.counseling_bookings.ahead(now).select_related("slot__advisor", "slot__office")
    return [appointment(booking) for booking in bookings]


def appointment(booking: CounselingBooking) -> Appointment:
    return Appointment(
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        what=title(booking),
        where=booking.where,
        page=home_of(booking.purpose),
        calendar=reverse("advisors:calendar", args=[booking.pk]),
    )
