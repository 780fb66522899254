"""What a mail about a counseling says of it, and who gets one."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import override

from accounts.messages.queue import queue_message
from accounts.models import User
from advisors.counseling.calendars import invitation
from advisors.counseling.fitting import change_until
from advisors.counseling.models import CounselingBooking, CounselingSlot
from config.typed import Typed


def tell(kind: str, booking: CounselingBooking, *, now: datetime) -> None:
    """Owe the seeker a mail about a booking, with an entry for their calendar. Call it in the change's transaction."""
    user = booking.seeker.user
    with override(user.language):
        calendar = invitation(booking, now=now)
    queue_message(kind, user, **facts(booking), calendar=calendar)


def facts(booking: CounselingBooking) -> Typed:
    slot, office = booking.slot, booking.office
    return {
        "booking": booking.pk,
        "purpose": booking.purpose,
        "starts_at": slot.starts_at,
        "change_until_at": change_until(booking),
        "advisor": slot.advisor.name,
        "form": booking.form,
        "office": office.name if office else "",
        "address": office.address if office else "",
        "access": office.access if office else "",
        "map_url": office.map_url if office else "",
        "meeting_url": slot.advisor.meeting_url if booking.form == CounselingBooking.Form.ONLINE else "",
    }


def tell_advisor(
    change: str, booking: CounselingBooking, *, now: datetime, by: User | None = None, was: CounselingSlot | None = None
) -> bool:
    """Owe the advisor a mail about an hour of today or tomorrow that somebody else has booked, moved or cancelled.

    What is further away they find on their first page. `was` is the hour it was moved from. Whom it is about is found
    when it is sent (`mails.day_changed`). Whether there is anything to tell.
    """
    to, hours = booking.slot.advisor.user_id, [booking.slot, was] if was else [booking.slot]
    if (by and by.pk == to) or not any(is_soon(slot.held_on, now=now) for slot in hours):
        return False
    queue_message(
        "advisors/day_changed",
        booking.slot.advisor.user,
        change=change,
        booking=booking.pk,
        purpose=booking.purpose,
        starts_at=booking.slot.starts_at,
        was_at=was.starts_at if was and was.pk != booking.slot_id else None,
    )
    return True


def call_off(booking: CounselingBooking, *, now: datetime, by: User | None = None) -> None:
    """Tell the advisor that nobody comes at this hour, if it is today or tomorrow, and mark it on their day.

    Alike whether it is cancelled, passed on, or goes with a member who is erased. Call it first: whoever wants the slot
    has locked it when they look at its bookings, so that what changes both takes the slot before the booking.
    """
    if tell_advisor("cancelled", booking, now=now, by=by):
        booking.slot.call_off()


def is_soon(day: date, *, now: datetime) -> bool:
    """Whether it is today or tomorrow."""
    return timedelta(0) <= day - timezone.localdate(now) <= timedelta(days=1)
