"""What goes along when a seeker passes from one advisor to another: the counseling and the mock interview ahead."""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import lock_advisors
from advisors.counseling.models import CounselingBooking
from advisors.counseling.notifying import call_off, tell, tell_advisor
from advisors.people.models import Advisor

Status, Canceller = CounselingBooking.Status, CounselingBooking.Canceller


def take_along(seeker: JobSeeker, advisor: Advisor, *, now: datetime, by: User | None = None) -> None:
    """Move each hour ahead to the same one of the new advisor, or else cancel it and say so.

    To the former advisor it is cancelled in either case, and their mail says no more than the hour.

    Call with the seeker locked.
    """
    for ahead in booked_ahead(seeker, now=now):
        if ahead.slot.advisor_id == advisor.pk:
            continue
        call_off(ahead, now=now, by=by)
        if ahead.slot.starts_at > now and moved_to_same_hour(ahead, advisor):
            tell("advisors/moved_for_you", ahead, now=now)
            tell_advisor("booked", ahead, now=now, by=by)
        else:
            cancel(ahead, now=now)


def leave_behind(seeker: JobSeeker, *, now: datetime, by: User | None = None) -> None:
    """Cancel each hour ahead, because nobody is there to hold it. Call with the seeker locked."""
    for ahead in booked_ahead(seeker, now=now):
        call_off(ahead, now=now, by=by)
        cancel(ahead, now=now)


def call_off_erased(seekers: Collection[JobSeeker], *, now: datetime) -> None:
    """Before members are erased: the advisor of each hears of the hour, even one that has begun, and of nothing else.

    Call with the seekers locked. Their advisors are, too, before the slots, each in order of their ids: erasing counts
    the seekers of an advisor anew.
    """
    bookings = CounselingBooking.objects.ahead(now).filter(seeker__in=seekers)
    lock_advisors(bookings.values("slot__advisor"))
    for booking in bookings.select_related("slot__advisor__user").order_by("slot"):
        call_off(booking, now=now)


def booked_ahead(seeker: JobSeeker, *, now: datetime) -> list[CounselingBooking]:
    """Those to come. What has begun stays with whoever holds it, until it is recorded what came of it."""
    bookings = seeker.counseling_bookings.booked().beginning_from(now).select_for_update(of=("self",))
    ahead = list(bookings.select_related("slot__office", "slot__advisor").order_by("slot"))
    for booking in ahead:
        booking.seeker = seeker
    return ahead


def cancel(booking: CounselingBooking, *, now: datetime) -> None:
    booking.end(Status.CANCELLED, at=now, cancelled_by=Canceller.DESK)
    tell("advisors/cancelled_for_you", booking, now=now)


def moved_to_same_hour(booking: CounselingBooking, advisor: Advisor) -> bool:
    """Whether the new advisor had that hour free, where the counseling can be held as it was booked."""
    former = booking.slot
    slots = advisor.slots.free().filter(held_on=former.held_on, hour=former.hour)
    if booking.form == CounselingBooking.Form.OFFICE:
        slots = slots.filter(office=former.office)
    slot = slots.select_for_update(of=("self",)).select_related("office", "advisor").first()
    if slot is None:
        return False
    try:
        with transaction.atomic():
            booking.slot = slot
            booking.save(update_fields=["slot"])
    except IntegrityError:
        booking.slot = former
        return False
    return True
