"""A member joins, leaves, takes what is offered. Locks are taken in one order: the member, the seminar, its seats.

While a seminar is locked nobody else changes a seat of it, so that its numbers, which the database keeps, are those of
now, and the line is as it is seen.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Value

from accounts.models import JobSeeker, OfLeaver, User, leaving
from advisors.assignment.assigning import lock_seeker_alone
from config import clock
from config.typed import WithAnnotations
from support.seminars.models import OFFER_LASTS, Seminar, SeminarSeat
from support.seminars.notifying import tell
from support.seminars.refusals import HasBegun, Leaving, NoneOffered, NotOpen, OfferOver, SeatGone

Status = SeminarSeat.Status


class OfLockedSeminar(clock.LockedAt, OfLeaver):
    """How the member stands who wants a seat; and the time."""


LockedSeminar = WithAnnotations[Seminar, OfLockedSeminar]


def lock_seminar(seminar_id: int, seeker: JobSeeker | None = None) -> LockedSeminar:
    """The seminar under a lock; what comes with it is asked once the lock is held. Call it with the seeker locked."""
    Seminar.objects.select_for_update(of=("self",)).values("pk").get(pk=seminar_id)
    seminars: QuerySet[Seminar] = Seminar.objects.select_related("office")
    seminars = seminars.annotate(locked=Value(seeker.pk if seeker else 0))
    return seminars.annotate(locked_at=clock.reading(), is_leaving=leaving("locked")).get(pk=seminar_id)


def lock_seminars_of(seekers: Collection[JobSeeker]) -> None:
    """Before members are erased: whose seats go, in order of their ids. Call with the members locked."""
    seats = SeminarSeat.objects.filter(seeker__in=seekers, status__in=SeminarSeat.STANDING)
    locked = Seminar.objects.filter(pk__in=seats.values("seminar")).order_by("pk").select_for_update(of=("self",))
    list(locked.values_list("pk", flat=True))


def seat_of(seminar: Seminar, seeker: JobSeeker) -> SeminarSeat | None:
    """The one that stands, or stood to the end. Call with both locked."""
    seat = seminar.seats.current().filter(seeker=seeker).first()
    if seat:
        seat.seminar, seat.seeker = seminar, seeker
    return seat


@transaction.atomic
def join(seminar_id: int, seeker: JobSeeker, *, by: User | None = None, now: datetime | None = None) -> SeminarSeat:
    """Take a free seat, or else the last place in line; who has either already, has it. Raises `NoSeat`.

    The desk, `by`, joins, leaves and accepts for somebody on the phone: by the same rules, and with the same mails.
    """
    seeker = lock_seeker_alone(seeker.pk)
    seminar = lock_seminar(seminar_id, seeker)
    now = now or seminar.locked_at
    if seat := seat_of(seminar, seeker):
        return seat
    check(seminar, now=now)
    is_had = seminar.free > 0 and (is_last_call(seminar, now=now) or not has_line(seminar))
    stands = {"status": Status.TAKEN, "taken_at": now} if is_had else {"status": Status.WAITING}
    seat = SeminarSeat.objects.create(seminar=seminar, seeker=seeker, joined_at=now, arranged_by=by, **stands)
    if is_had:
        count_taken(seminar)
    tell("support/seat_taken" if is_had else "support/seat_waiting", seat, now=now)
    return seat


def has_line(seminar: Seminar) -> bool:
    """Whether somebody is in line whom a free seat is to be offered to."""
    return seminar.waiting > 0 and seminar.seats.can_be_offered().exists()


def count_taken(seminar: Seminar) -> None:
    """Of the free seats that those in line know of, one is gone."""
    if seminar.free_told:
        seminar.tell_of(seminar.free_told - 1)


def check(seminar: LockedSeminar, *, now: datetime) -> None:
    """That a seat of it can be had, and by this member. Raises `NoSeat`."""
    if seminar.is_leaving:
        raise Leaving
    check_goes_on(seminar, now=now)


def check_goes_on(seminar: Seminar, *, now: datetime) -> None:
    """Raises `NoSeat`."""
    if not seminar.is_open:
        raise NotOpen
    if seminar.starts_at <= now:
        raise HasBegun


def is_last_call(seminar: Seminar, *, now: datetime) -> bool:
    """Whether it begins so soon that a free seat is kept for nobody."""
    return seminar.kept_until <= now


@transaction.atomic
def leave(
    seminar_id: int, seeker: JobSeeker, *, by: User | None = None, now: datetime | None = None
) -> SeminarSeat | None:
    """Give up a seat, an offer or a place in line, which goes to the next; without one it changes nothing.

    Raises `NoSeat` once it has begun.
    """
    seeker = lock_seeker_alone(seeker.pk)
    seminar = lock_seminar(seminar_id, seeker)
    now = now or seminar.locked_at
    seat = seat_of(seminar, seeker)
    if seat is None:
        return None
    check_goes_on(seminar, now=now)
    seat.move(Status.CANCELLED, at=now, ended_by=by)
    tell("support/seat_left", seat, now=now)
    fill(seminar, now=now)
    return seat


@transaction.atomic
def leave_by_seat(seat_id: int, *, now: datetime | None = None) -> SeminarSeat | None:
    """The same, as the link in a mail says it: of this seat and of none that came after it. Raises `NoSeat`."""
    seat = SeminarSeat.objects.standing().filter(pk=seat_id).first()
    if seat is None:
        return None
    try:
        seeker = lock_seeker_alone(seat.seeker_id)
    except JobSeeker.DoesNotExist:  # erased meanwhile
        return None
    still = SeminarSeat.objects.standing().filter(pk=seat_id).exists()
    return leave(seat.seminar_id, seeker, now=now) if still else None


@transaction.atomic
def accept(seminar_id: int, seeker: JobSeeker, *, by: User | None = None, now: datetime | None = None) -> SeminarSeat:
    """Take the seat that is offered, or in the last hours one that is free; again, it changes nothing.

    Raises `NoSeat`.
    """
    seeker = lock_seeker_alone(seeker.pk)
    seminar = lock_seminar(seminar_id, seeker)
    now = now or seminar.locked_at
    seat = seat_of(seminar, seeker)
    if seat and seat.status == Status.TAKEN:
        return seat
    check(seminar, now=now)
    if seat is None:
        raise passed(seminar, seeker)
    if seat.status == Status.WAITING:
        take_free(seminar, seat, now=now)
    elif has_run_out(seat, now=now) and not is_last_call(seminar, now=now):
        raise OfferOver
    seat.move(Status.TAKEN, at=now, arranged_by=by or seat.arranged_by)
    tell("support/seat_taken", seat, now=now)
    return seat


def passed(seminar: Seminar, seeker: JobSeeker) -> NoneOffered | OfferOver:
    """Why somebody who is not in line has nothing to take."""
    was = seminar.seats.filter(seeker=seeker, status=Status.PASSED)
    return OfferOver() if was.exists() else NoneOffered()


def has_run_out(seat: SeminarSeat, *, now: datetime) -> bool:
    return seat.offered_until is not None and seat.offered_until <= now


def take_free(seminar: Seminar, seat: SeminarSeat, *, now: datetime) -> None:
    """In the last hours a free seat is that of whoever answers first. Raises `NoSeat`."""
    if not is_last_call(seminar, now=now):
        raise NoneOffered
    if seminar.free <= 0:
        raise SeatGone
    seat.offer(at=now, until=seminar.starts_at)
    count_taken(seminar)


# What is free goes to the line


def fill(seminar: Seminar, *, now: datetime) -> None:
    """Offer what is free to the first in line, or, once it begins soon, tell all of them. Call with it locked."""
    seminar.refresh_from_db(fields=["held", "waiting"])
    if is_last_call(seminar, now=now):
        call_all(seminar, now=now)
        return
    if seminar.free_told:  # it was put off: of what is free in the last hours of its new day they hear anew
        seminar.tell_of(0)
    if seminar.free > 0 and seminar.waiting > 0:
        for seat in in_line(seminar)[: seminar.free]:
            seat.offer(at=now, until=min(now + OFFER_LASTS, seminar.kept_until))
            tell("support/seat_offered", seat, now=now)


def in_line(seminar: Seminar) -> QuerySet[SeminarSeat]:
    return seminar.seats.can_be_offered().select_related("seeker__user")


def call_all(seminar: Seminar, *, now: datetime) -> None:
    """Everybody in line hears that there is a seat for whoever answers first: once for each that comes free."""
    if seminar.free > seminar.free_told:
        for seat in in_line(seminar):
            tell("support/seat_free", seat, now=now)
    if seminar.free != seminar.free_told:
        seminar.tell_of(seminar.free)


def pass_on(seminar: Seminar, *, now: datetime) -> None:
    """Offers that were not answered in time end, and are held against nobody. Call with it locked."""
    end(seminar.seats.run_out(now), Status.PASSED, "support/seat_passed", now=now)


def end(seats: QuerySet[SeminarSeat], status: Status, kind: str, *, now: datetime) -> None:
    """Each by itself, and whoever's it was is told. Call with the seminar locked."""
    for seat in seats.select_related("seeker__user").order_by("pk"):
        seat.move(status, at=now)
        tell(kind, seat, now=now)
