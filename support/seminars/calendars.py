"""A seat as an entry for the member's own calendar."""

from datetime import datetime

from config.calendars import Entry, file_of
from support.seminars.models import Seminar, SeminarSeat


def invitation(seat: SeminarSeat, *, now: datetime) -> str:
    """The text of the file."""
    seminar = seat.seminar
    entry = Entry(
        key=f"seminar-seat-{seat.pk}",
        starts_at=seminar.starts_at,
        ends_at=seminar.ends_at,
        summary=seminar.title,
        location=place(seminar),
    )
    return file_of("seminars", entry, is_off=not seat.is_taken, now=now)


def place(seminar: Seminar) -> str:
    """Where it is: the address, or the link of the meeting, which who has a seat is told."""
    if seminar.office:
        return f"{seminar.office.name} {seminar.office.address}"
    return seminar.meeting_url or seminar.where
