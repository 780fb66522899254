"""Why nobody has a seat that is not taken: what the desk reads, one line for each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from config import days
from support.seminars.models import Seminar, SeminarSeat


@dataclass(frozen=True)
class Vacancy:
    """`many` seats, and why nobody has them."""

    many: int
    why: str


def vacancies(seminar: Seminar, seats: list[SeminarSeat], *, now: datetime) -> list[Vacancy]:
    """Of a seminar that is open and ahead, with its `seats` and their members."""
    offered = [seat for seat in seats if seat.status == SeminarSeat.Status.OFFERED]
    found = [Vacancy(1, why_offered(seat, now=now)) for seat in offered]
    free = seminar.capacity - seminar.held
    return [*found, Vacancy(free, why_free(seminar, now=now))] if free > 0 else found


def why_offered(seat: SeminarSeat, *, now: datetime) -> str:
    until = seat.offered_until or now
    if until <= now:
        return _("The offer to %(number)s has just run out; the next in line is asked within a minute.") % {
            "number": seat.seeker.member_number
        }
    said = {"number": seat.seeker.member_number, "until": days.when(until)}
    return _("Offered to %(number)s until %(until)s.") % said


def why_free(seminar: Seminar, *, now: datetime) -> str:
    if seminar.waiting == 0:
        return _("Nobody waits for one.")
    if seminar.kept_until <= now:
        return _("It begins in less than three hours: whoever answers first has it.")
    if not seminar.seats.can_be_offered().exists():
        return _("All who wait are leaving the service, or cannot sign in; whoever joins has it at once.")
    return _("The first in line is asked within a minute.")
