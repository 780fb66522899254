"""The reminder on the day before a seminar."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from advisors.counseling.reminding import is_daytime
from support.seminars.models import Seminar, SeminarSeat
from support.seminars.notifying import tell


def due(*, now: datetime) -> QuerySet[SeminarSeat]:
    """In the daytime, those of tomorrow that nobody was reminded of; who took theirs today has today's mail."""
    if not is_daytime(now):
        return SeminarSeat.objects.none()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    begins, ends = midnight + timedelta(days=1), midnight + timedelta(days=2)
    seats = SeminarSeat.objects.taken().filter(reminded_at=None, taken_at__lt=midnight)
    return seats.filter(
        seminar__status=Seminar.Status.OPEN, seminar__starts_at__gte=begins, seminar__starts_at__lt=ends
    )


@transaction.atomic
def remind(seat_id: int, *, now: datetime) -> None:
    """Safe to repeat, and beside itself."""
    seats = due(now=now).select_related("seeker__user", "seminar__office")
    seat = seats.select_for_update(of=("self",), skip_locked=True).filter(pk=seat_id).first()
    if seat:
        seat.remind(at=now)
        tell("support/seminar_reminder", seat, now=now)
