"""A seeker books a counseling or a mock interview, moves it, cancels it. Locks in order: seeker, advisor, slot."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value

from accounts.models import JobSeeker, OfLeaver, User, leaving
from advisors.assignment.assigning import OfLockedSeeker, advisor_of, assign, lock_seeker, lock_seeker_alone
from advisors.assignment.models import Assignment
from advisors.counseling.fitting import BOOKED_AHEAD, is_at_interview, may_change
from advisors.counseling.models import CounselingBooking, CounselingNotes, CounselingSlot, SlotWait, is_on_closed_day
from advisors.counseling.notifying import call_off, is_soon, tell, tell_advisor
from advisors.counseling.refusals import (
    AdvisorFirst,
    AlreadyBooked,
    AtInterview,
    DoesNotFit,
    Leaving,
    MockInterviewAhead,
    SlotTaken,
    TooLate,
    TooSoon,
)
from advisors.people.models import Advisor
from advisors.tasks import tell_who_waits
from config import clock
from config.steps import InvalidTransition
from config.typed import WithAnnotations

Status = CounselingBooking.Status
Form = CounselingBooking.Form
Purpose = CounselingBooking.Purpose
Canceller = CounselingBooking.Canceller
Booker = CounselingBooking.Booker
AHEAD = {Purpose.COUNSELING: AlreadyBooked, Purpose.MOCK_INTERVIEW: MockInterviewAhead}


class OfLockedSlot(OfLockedSeeker, OfLeaver):
    """How the seeker stands who is to have a slot, and how the slot stands to them."""

    is_at_interview: bool
    is_closed: bool
    has_one_ahead: bool
    is_waiting: bool


LockedSlot = WithAnnotations[CounselingSlot, OfLockedSlot]
LockedBooking = WithAnnotations[CounselingBooking, clock.LockedAt]


@transaction.atomic
def book_slot(
    slot_id: int,
    seeker: JobSeeker,
    *,
    form: Form,
    purpose: Purpose = Purpose.COUNSELING,
    now: datetime | None = None,
    topics: str = "",
    field: str = "",
    by: Booker = Booker.SEEKER,
    staff: User | None = None,
) -> CounselingBooking:
    """Book a free slot; the first counseling makes its advisor the seeker's own. Raises `NotBookable`.

    A mock interview stands beside the counseling ahead, and does not end the waiting for one.

    The desk or their advisor, `staff`, books it for somebody on the phone: by the same rules, and with the same mail to
    the seeker.
    """
    seeker = lock_seeker_alone(seeker.pk)
    slot = bookable_slot(slot_id, seeker, form, purpose, now=now)
    now = now or slot.locked_at
    if slot.has_one_ahead and not set_aside(seeker, purpose, now=now):
        raise AHEAD[purpose]
    said = {"form": form, "purpose": purpose, "topics": topics, "field": field, "booked_by": by}
    booking = hold(slot, seeker, now=now, **said)
    if slot.is_waiting and purpose == Purpose.COUNSELING:
        SlotWait.objects.filter(seeker=seeker).delete()
    tell("advisors/booked", booking, now=now)
    tell_advisor("booked", booking, now=now, by=staff)
    return booking


def bookable_slot(
    slot_id: int, seeker: JobSeeker, form: Form, purpose: Purpose | str, *, now: datetime | None
) -> LockedSlot:
    """The slot under a lock, unless somebody else has it; its advisor is, or by a counseling becomes, the seeker's own.

    Call with the seeker locked. Raises `NotBookable`.
    """
    slot = lock_slot(slot_id, seeker, purpose)
    if slot is None:
        raise SlotTaken
    now = now or slot.locked_at
    if slot.is_leaving:
        raise Leaving
    check(slot, seeker, form, now=now)
    if slot.current_advisor is None and purpose != Purpose.COUNSELING:
        raise AdvisorFirst
    if slot.current_advisor is None:
        become_advisor(slot.advisor, seeker, now=now)
    return slot


def lock_slot(slot_id: int, seeker: JobSeeker, purpose: Purpose | str) -> LockedSlot | None:
    """The slot, and its advisor, under a lock, and with it how the seeker stands, who is locked already.

    In the order that they are named in: who remakes an advisor's slots has the advisor locked. What is asked along was
    so before this waited for the slot, and stays so while the seeker is locked; who has taken the slot meanwhile, it
    does not tell.
    """
    slots: QuerySet[CounselingSlot] = CounselingSlot.objects.filter(pk=slot_id).select_related("advisor", "office")
    slots = slots.select_for_update(of=("advisor", "self")).annotate(locked=Value(seeker.pk))
    bookings, waits = seeker.counseling_bookings, SlotWait.objects.filter(seeker=seeker)
    asked = slots.annotate(
        is_leaving=leaving("locked"),
        locked_at=clock.reading(),
        current_advisor=advisor_of("locked"),
        is_at_interview=is_at_interview(seeker),
        is_closed=is_on_closed_day() & ~Exists(bookings.holding().filter(slot=OuterRef("pk"))),
        has_one_ahead=Exists(bookings.one_ahead(purpose)),
        is_waiting=Exists(waits),
    )
    return asked.first()


def check(slot: LockedSlot, seeker: JobSeeker, form: Form, *, now: datetime) -> None:
    """That the seeker for whom a slot is locked may have it. Raises `NotBookable`."""
    if not slot.is_offered or slot.is_closed or form not in slot.forms:
        raise SlotTaken
    if slot.starts_at < now + BOOKED_AHEAD:
        raise TooSoon
    if slot.is_at_interview and (clash := interview_during(slot, seeker)):
        raise clash
    if slot.current_advisor not in (None, slot.advisor_id) or not slot.advisor.is_at_work:
        raise DoesNotFit


def interview_during(slot: CounselingSlot, seeker: JobSeeker) -> AtInterview | None:
    """Which interview of the seeker a slot reaches into, if one."""
    at = seeker.referrals.at_interview(slot.held_on, slot.hour)
    found = at.annotate(at=F("interviews__starts_at")).values_list("at", "posting__company__name").first()
    return AtInterview(*found) if found else None


def become_advisor(advisor: Advisor, seeker: JobSeeker, *, now: datetime) -> Assignment:
    """Make somebody with room the advisor of a seeker who has none. Call with both locked; raises `DoesNotFit`."""
    fits = Advisor.objects.with_room().fitting(seeker.advisor_gender).not_left_by(seeker)
    if not fits.filter(pk=advisor.pk).exists():
        raise DoesNotFit
    return assign(seeker, advisor, now=now)


def hold(slot: CounselingSlot, seeker: JobSeeker, *, now: datetime, **said: str) -> CounselingBooking:
    """Take the slot; the database refuses the second. Raises `SlotTaken`, with which the transaction has to end."""
    try:
        return CounselingBooking.objects.create(slot=slot, seeker=seeker, booked_at=now, **said)
    except IntegrityError as refusal:
        raise SlotTaken from refusal


def set_aside(seeker: JobSeeker, purpose: Purpose, *, now: datetime) -> int:
    """Let what is over and unrecorded, and so in nobody's way, no longer count as the one ahead: how many.

    Call with the seeker locked.
    """
    return seeker.counseling_bookings.unrecorded(now).one_ahead(purpose).update(set_aside_at=now)


@transaction.atomic
def move_booking(
    booking_id: int, slot_id: int, seeker: JobSeeker, *, form: Form, now: datetime | None = None
) -> CounselingBooking:
    """Take another slot for the one held, in one step; to the one held already, it changes nothing.

    Moved to tomorrow or sooner, its mail is the reminder too. Raises `NotBookable`.
    """
    seeker = lock_seeker(seeker.pk)
    now = now or seeker.locked_at
    booking = changeable(booking_id, seeker, now=now)
    if seeker.is_leaving:
        raise Leaving
    if (booking.slot_id, booking.form) == (slot_id, form):
        return booking
    was, slot = booking.slot, bookable_slot(slot_id, seeker, form, booking.purpose, now=now)
    booking.slot, booking.form = slot, form
    booking.reminded_at = now if is_soon(slot.held_on, now=now) else None
    try:
        booking.save(update_fields=["slot", "form", "reminded_at"])
    except IntegrityError as refusal:
        raise SlotTaken from refusal
    tell("advisors/moved", booking, now=now)
    tell_advisor("moved", booking, now=now, was=was)
    tell_who_waits.delay_on_commit()
    return booking


@transaction.atomic
def cancel_booking(booking_id: int, seeker: JobSeeker, *, now: datetime | None = None) -> CounselingBooking:
    """The seeker cancels, up to the limit said in advance; again, it changes nothing. Raises `TooLate`."""
    seeker = lock_seeker(seeker.pk)
    cancelled = seeker.counseling_bookings.filter(pk=booking_id, status=Status.CANCELLED).first()
    if cancelled:
        return cancelled
    now = now or seeker.locked_at
    booking = changeable(booking_id, seeker, now=now)
    call_off(booking, now=now)
    booking.end(Status.CANCELLED, at=now, cancelled_by=Canceller.SEEKER)
    tell("advisors/cancelled", booking, now=now)
    tell_who_waits.delay_on_commit()
    return booking


def changeable(booking_id: int, seeker: JobSeeker, *, now: datetime) -> LockedBooking:
    """The seeker's booking under a lock, while they may change it; raises `TooLate`."""
    booking = locked(booking_id)
    if booking is None or booking.seeker_id != seeker.pk or not may_change(booking, now=now):
        raise TooLate
    booking.seeker = seeker
    return booking


def locked(booking_id: int, slot_id: int | None = None) -> LockedBooking | None:
    """The booking under a lock, and then its slot: while one waits for the lock, it may be moved to another.

    None if it is gone, or not at the slot it was seen at. With it comes the time, `locked_at`.
    """
    bookings: QuerySet[CounselingBooking] = CounselingBooking.objects.filter(pk=booking_id)
    bookings.select_for_update().values("pk").first()
    if slot_id is not None:
        bookings = bookings.filter(slot=slot_id)
    bookings = bookings.select_related("slot__advisor", "slot__office", "seeker__user")
    return bookings.annotate(locked_at=clock.reading()).first()


@transaction.atomic
def cancel_for_seeker(
    booking_id: int, *, by: Canceller, now: datetime | None = None, slot_id: int | None = None
) -> CounselingBooking:
    """The advisor or the desk cannot keep it: the seeker is told, and how to book again.

    Whoever has seen it at a slot decides about it there. Raises `InvalidTransition`, also if it has moved or begun.
    """
    booking = locked(booking_id, slot_id)
    if booking is None or booking.slot.starts_at <= (now or booking.locked_at):
        raise InvalidTransition(f"booking {booking_id} is gone, has moved, or has begun")
    now = now or booking.locked_at
    if by != Canceller.ADVISOR:
        call_off(booking, now=now)
    booking.end(Status.CANCELLED, at=now, cancelled_by=by)
    tell("advisors/cancelled_for_you", booking, now=now)
    tell_who_waits.delay_on_commit()
    return booking


@transaction.atomic
def record_not_held(
    booking_id: int, *, by: User, now: datetime | None = None, slot_id: int | None = None
) -> CounselingBooking:
    """That it did not take place because the advisor was not there, whoever records it.

    The seeker is told that we are sorry, and how to book again. Raises `InvalidTransition`, also before it has begun.
    """
    booking = begun(booking_id, slot_id, now=now)
    now = now or booking.locked_at
    call_off(booking, now=now, by=by)
    booking.end(Status.CANCELLED, at=now, cancelled_by=Canceller.ADVISOR)
    tell("advisors/not_held", booking, now=now)
    return booking


@transaction.atomic
def record_outcome(
    booking_id: int,
    status: Status,
    *,
    by: User,
    now: datetime | None = None,
    notes: str = "",
    slot_id: int | None = None,
) -> CounselingBooking:
    """That it took place, with notes, or that nobody came, at the slot it was seen at.

    Raises `InvalidTransition`, also before it has begun.
    """
    booking = begun(booking_id, slot_id, now=now)
    booking.end(status, at=now or booking.locked_at)
    assignment = booking.seeker.assignments.filter(advisor=booking.slot.advisor).first()
    if notes and assignment:
        CounselingNotes.objects.create(booking=booking, assignment=assignment, text=notes, written_by=by)
    return booking


def begun(booking_id: int, slot_id: int | None, *, now: datetime | None) -> LockedBooking:
    """The booking under a lock, once its hour has begun. Raises `InvalidTransition`."""
    booking = locked(booking_id, slot_id)
    if booking is None or booking.slot.starts_at > (now or booking.locked_at):
        raise InvalidTransition(f"booking {booking_id} has not begun")
    return booking
