"""The reminder on the day before a counseling."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from advisors.counseling.models import CounselingBooking
from advisors.counseling.notifying import tell

FROM_HOUR, UNTIL_HOUR = 9, 20


def is_daytime(now: datetime) -> bool:
    """Whether one reminds anybody at this hour."""
    return FROM_HOUR <= timezone.localtime(now).hour < UNTIL_HOUR


def due(*, now: datetime) -> QuerySet[CounselingBooking]:
    """In the daytime, those of tomorrow that nobody was reminded of; who booked today has today's mail."""
    if not is_daytime(now):
        return CounselingBooking.objects.none()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    bookings = CounselingBooking.objects.booked().filter(slot__held_on=tomorrow, reminded_at=None)
    return bookings.filter(booked_at__lt=midnight)


@transaction.atomic
def remind(booking_id: int, *, now: datetime) -> None:
    """Safe to repeat, and beside itself."""
    bookings = due(now=now).select_related("seeker__user", "slot__advisor", "slot__office")
    booking = bookings.select_for_update(of=("self",), skip_locked=True).filter(pk=booking_id).first()
    if booking:
        booking.remind(at=now)
        tell("advisors/reminder", booking, now=now)
