"""A counseling ahead, on my page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment
from advisors.counseling.models import CounselingBooking


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment]:
    bookings = seeker.counseling_bookings.ahead(now).select_related("slot__advisor", "slot__office")
    return [appointment(booking) for booking in bookings]


def appointment(booking: CounselingBooking) -> Appointment:
    return Appointment(
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        what=_("Counseling with %(name)s") % {"name": booking.slot.advisor.name},
        where=booking.where,
        page=reverse("advisors:counseling"),
        calendar=reverse("advisors:calendar", args=[booking.pk]),
    )
