"""What the desk does with a seminar: opens it, changes it, calls it off, holds it again, records who was there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from config import clock
from support.seminars.models import OFFER_LASTS, Seminar, SeminarSeat
from support.seminars.notifying import tell
from support.seminars.refusals import BeginsInThePast, HasSheet, NotBegun, OverAlready, RecordedForGood, TooFewSeats
from support.seminars.seating import LockedSeminar, end, fill, lock_seminar

Status, SeatStatus = Seminar.Status, SeminarSeat.Status
# What whoever has a seat, or waits for one, counts on.
COUNTED_ON = {"starts_at", "minutes", "office", "meeting_url"}
COPIED = (
    "kind",
    "title",
    "minutes",
    "office_id",
    "meeting_url",
    "capacity",
    "speaker",
    "description",
    "to_bring",
)


@transaction.atomic
def open_seminar(seminar_id: int, *, now: datetime | None = None) -> Seminar:
    """Show a draft to members, who are told in their rhythm. Raises `NotChanged` or `InvalidTransition`."""
    seminar = lock_seminar(seminar_id)
    now = now or seminar.locked_at
    if seminar.starts_at <= now:
        raise BeginsInThePast
    seminar.move(Status.OPEN, at=now)
    return seminar


@transaction.atomic
def change_seminar(seminar_id: int, said: Mapping[str, Any], *, now: datetime | None = None) -> Seminar:
    """Change what is said of it. Who counts on time or place is told; seats that are added go to the line.

    Raises `NotChanged`.
    """
    seminar = lock_seminar(seminar_id)
    now = now or seminar.locked_at
    check_change(seminar, said, now=now)
    for name, value in said.items():
        setattr(seminar, name, value)
    seminar.save(update_fields=[*said])
    if seminar.is_open:
        if said.keys() & COUNTED_ON:
            tell_changed(seminar, now=now)
        fill(seminar, now=now)
    return seminar


def check_change(seminar: LockedSeminar, said: Mapping[str, Any], *, now: datetime) -> None:
    """Raises `NotChanged`."""
    if seminar.is_off or (seminar.is_open and seminar.starts_at <= now):
        raise OverAlready
    if said.get("starts_at", now + timedelta.resolution) <= now:
        raise BeginsInThePast
    if said.get("capacity", seminar.capacity) < seminar.held:
        raise TooFewSeats


def tell_changed(seminar: Seminar, *, now: datetime) -> None:
    """Everybody who has a seat or waits for one; of tomorrow or sooner the mail is the reminder too."""
    is_soon = timezone.localdate(seminar.starts_at) - timezone.localdate(now) <= timedelta(days=1)
    for seat in seminar.seats.standing().select_related("seeker__user").order_by("pk"):
        if seat.offered_at and seat.status == SeatStatus.OFFERED:
            seat.keep_until(min(seat.offered_at + OFFER_LASTS, seminar.kept_until))
        if seat.is_taken:
            seat.remind(at=now if is_soon else None)
        tell("support/seminar_changed", seat, now=now)


@transaction.atomic
def call_off(seminar_id: int, *, why: str, now: datetime | None = None) -> Seminar:
    """It does not take place: everybody who has a seat or waits for one is told why, and which one is next.

    Raises `OverAlready` once it has begun.
    """
    seminar = lock_seminar(seminar_id)
    now = now or seminar.locked_at
    if seminar.is_open and seminar.starts_at <= now:
        raise OverAlready
    seminar.move(Status.CALLED_OFF, at=now, why_off=why)
    end(seminar.seats.standing(), SeatStatus.CANCELLED, "support/seminar_off", now=now)
    return seminar


@transaction.atomic
def repeat(
    seminar_id: int, *, starts_at: datetime, times: int = 1, weeks: int = 1, now: datetime | None = None
) -> list[Seminar]:
    """Drafts of the same, from a time on and each so many weeks after the last. Raises `BeginsInThePast`."""
    now = now or clock.now()
    if starts_at <= now:
        raise BeginsInThePast
    first = Seminar.objects.get(pk=seminar_id)
    said = {name: getattr(first, name) for name in COPIED}
    series = first.series_id or first.pk
    return [
        Seminar.objects.create(**said, series_id=series, starts_at=starts_at + number * timedelta(weeks=weeks))
        for number in range(times)
    ]


@transaction.atomic
def record_attendance(
    seminar_id: int, came: Mapping[int, bool], *, by: User | None = None, now: datetime | None = None
) -> int:
    """Of these seats, who was there and who was not: how many are recorded now, or put right.

    What is recorded is put right within two weeks of the end. Raises `NotChanged`.
    """
    seminar = lock_seminar(seminar_id)
    now = now or seminar.locked_at
    if not seminar.is_open or seminar.starts_at > now:
        raise NotBegun
    recorded = 0
    for seat in seminar.seats.with_attendance().filter(pk__in=came).select_related("feedback"):
        status = SeatStatus.ATTENDED if came[seat.pk] else SeatStatus.ABSENT
        if seat.status == status:
            continue
        if not seat.is_taken:
            check_correction(seminar, seat, now=now)
        seat.move(status, at=now, ended_by=by, corrected_at=None if seat.is_taken else now)
        recorded += 1
    return recorded


def check_correction(seminar: Seminar, seat: SeminarSeat, *, now: datetime) -> None:
    """Raises `NotChanged`."""
    if now > seminar.corrected_until:
        raise RecordedForGood
    if hasattr(seat, "feedback"):  # who was given a sheet was there
        raise HasSheet
