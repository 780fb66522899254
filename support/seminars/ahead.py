"""A member's seats in seminars, and what they wait for, on my page."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment, Awaited
from config import days
from support.seminars.models import LONGEST, SeminarSeat


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment | Awaited]:
    since = now - timedelta(minutes=LONGEST)
    seats = seeker.seminar_seats.standing().filter(seminar__starts_at__gt=since).select_related("seminar__office")
    return [entry(seat) for seat in seats if seat.seminar.ends_at > now and (seat.is_taken or is_ahead(seat, now))]


def is_ahead(seat: SeminarSeat, now: datetime) -> bool:
    """Of what has begun nobody waits for a seat."""
    return seat.seminar.starts_at > now


def entry(seat: SeminarSeat) -> Appointment | Awaited:
    seminar = seat.seminar
    if not seat.is_taken:
        page = seminar.get_absolute_url()
        return Awaited(what=awaited(seat), since=seat.joined_at, page=page, answer_by=seat.offered_until)
    return Appointment(
        starts_at=seminar.starts_at,
        ends_at=seminar.ends_at,
        what=seminar.title,
        where=seminar.where,
        page=seminar.get_absolute_url(),
        calendar=reverse("support:seminar_calendar", args=[seminar.pk]),
    )


def awaited(seat: SeminarSeat) -> str:
    if seat.offered_until is None:
        return _("A seat in “%(title)s”") % {"title": seat.seminar.title}
    until = days.when(seat.offered_until)
    text = _("A seat in “%(title)s” is offered to you: please answer by %(until)s")
    return text % {"title": seat.seminar.title, "until": until}
