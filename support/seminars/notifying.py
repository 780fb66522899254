"""What a mail about a seat says of it. It is found as the mail is sent; only the entry for a calendar is stored."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from accounts.messages.queue import queue_message
from config.typed import Typed
from support.seminars.calendars import invitation
from support.seminars.links import leave_url
from support.seminars.models import Seminar, SeminarSeat

WITH_ENTRY = {"support/seat_taken", "support/seat_left", "support/seminar_changed", "support/seminar_off"}


def tell(kind: str, seat: SeminarSeat, *, now: datetime) -> None:
    """Owe the member a mail about their seat. Call it in the change's transaction."""
    user = seat.seeker.user
    told: Typed = {"seat": seat.pk, "starts_at": seat.seminar.starts_at}
    if kind in WITH_ENTRY and seat.taken_at:
        with override(user.language):
            told["calendar"] = invitation(seat, now=now)
    queue_message(kind, user, **told)


def facts(seat: SeminarSeat, *, now: datetime) -> Typed:
    """The seminar as it is now, and how the member stands to it; the link of the meeting only with a seat."""
    seminar, office = seat.seminar, seat.seminar.office
    following = next_of_kind(seminar, now=now)
    return {
        "title": seminar.title,
        "starts_at": seminar.starts_at,
        "ends_at": seminar.ends_at,
        "speaker": seminar.speaker,
        "to_bring": seminar.to_bring,
        "office": office.name if office else "",
        "address": office.address if office else "",
        "access": office.access if office else "",
        "map_url": office.map_url if office else "",
        "meeting_url": seminar.meeting_url if seat.is_taken else "",
        "is_taken": seat.is_taken,
        "offered_until_at": seat.offered_until,
        "place": place_of(seat),
        "why": seminar.why_off,
        "page_url": settings.SITE_URL + seminar.get_absolute_url(),
        "leave_url": leave_url(seat),
        "next_title": following.title if following else "",
        "next_at": following.starts_at if following else None,
        "next_url": settings.SITE_URL + (following.get_absolute_url() if following else reverse("support:seminars")),
    }


def place_of(seat: SeminarSeat) -> int:
    """In line, from one; nought without a place there."""
    if seat.status != SeminarSeat.Status.WAITING:
        return 0
    return seat.seminar.seats.waiting().filter(pk__lte=seat.pk).count()


def next_of_kind(seminar: Seminar, *, now: datetime) -> Seminar | None:
    return Seminar.objects.ahead(now).of_kind(seminar.kind).exclude(pk=seminar.pk).order_by("starts_at", "pk").first()
