"""The reminder on the day before a seminar."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from advisors.counseling.reminding import is_daytime
from support.seminars.models import Seminar, SeminarSeat
from support.seminars.notifying import tell


def remind_of_tomorrow(*, now: datetime) -> None:
    """Remind everybody of tomorrow's seminar who took their seat before today, in the daytime only. Safe to repeat."""
    if is_daytime(now):
        for seat_id in list(due(now=now).values_list("pk", flat=True)):
            remind(seat_id, now=now)


def due(*, now: datetime) -> QuerySet[SeminarSeat]:
    """Those of tomorrow that nobody was reminded of; who took theirs today has today's mail."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    begins, ends = midnight + timedelta(days=1), midnight + timedelta(days=2)
    seats = SeminarSeat.objects.taken().filter(reminded_at=None, taken_at__lt=midnight)
    return seats.filter(
        seminar__status=Seminar.Status.OPEN, seminar__starts_at__gte=begins, seminar__starts_at__lt=ends
    )


@transaction.atomic
def remind(seat_id: int, *, now: datetime) -> None:
    seats = due(now=now).select_related("seeker__user", "seminar__office")
    seat = seats.select_for_update(of=("self",), skip_locked=True).filter(pk=seat_id).first()
    if seat:
        seat.remind(at=now)
        tell("support/seminar_reminder", seat, now=now)
