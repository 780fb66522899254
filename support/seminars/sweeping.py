"""What time brings about in a seminar without anybody's act. Each seminar by itself, so that one that fails holds up
none of the others; safe to repeat, and beside itself.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from support.seminars.models import LAST_HOURS, Seminar, SeminarMaterial, SeminarSeat, has_line
from support.seminars.notifying import tell
from support.seminars.seating import end, fill, lock_seminar, pass_on

Status = SeminarSeat.Status


def due(now: datetime) -> QuerySet[Seminar]:
    """Those in which an offer has run out, a seat is free for the line, or the line has ended."""
    is_free = Q(held__lt=F("capacity")) & has_line()
    is_kept, is_new = Q(starts_at__gt=now + LAST_HOURS), Q(free_told__lt=F("capacity") - F("held"))
    ahead = Q(starts_at__gt=now) & is_free & (is_kept | is_new)
    over = Q(starts_at__lte=now)
    materials = SeminarMaterial.objects.untold().values("seminar")
    run_out = SeminarSeat.objects.run_out(now).values("seminar")
    return Seminar.objects.open().filter(
        Q(pk__in=run_out) | Q(waiting__gt=0) & (ahead | over) | over & Q(pk__in=materials)
    )


@transaction.atomic
def look_after(seminar_id: int, *, now: datetime | None = None) -> None:
    """Pass on what was not answered and offer what is free; once it has begun, end the line, and tell of materials."""
    seminar = lock_seminar(seminar_id)
    now = now or seminar.locked_at
    if not seminar.is_open:
        return
    pass_on(seminar, now=now)
    if seminar.starts_at > now:
        fill(seminar, now=now)
    else:
        end(seminar.seats.waiting(), Status.CANCELLED, "support/no_seat", now=now)
        tell_of_materials(seminar, now=now)


def tell_of_materials(seminar: Seminar, *, now: datetime) -> None:
    """One mail for all that are new, to everybody who had a seat. Call with the seminar locked."""
    if seminar.materials.untold().update(told_at=now):
        for seat in seminar.seats.who_had_one().select_related("seeker__user").order_by("pk"):
            tell("support/seminar_materials", seat, now=now)
