"""What a mail about a counseling says of it."""

from datetime import datetime

from django.utils.translation import override

from accounts.actions.messages import queue_message
from advisors.calendars import invitation
from advisors.fitting import change_until
from advisors.models import CounselingBooking


def tell(kind: str, booking: CounselingBooking, *, now: datetime) -> None:
    """Owe the seeker a mail about a booking, with an entry for their calendar. Call it in the change's transaction."""
    user = booking.seeker.user
    with override(user.language):
        calendar = invitation(booking, now=now)
    queue_message(kind, user, **facts(booking), calendar=calendar)


def facts(booking: CounselingBooking) -> dict[str, str]:
    slot = booking.slot
    office = slot.office if booking.form == CounselingBooking.Form.OFFICE else None
    return {
        "booking": booking.pk,
        "starts_at": slot.starts_at.isoformat(),
        "change_until_at": change_until(booking).isoformat(),
        "advisor": slot.advisor.name,
        "form": booking.form,
        "office": office.name if office else "",
        "address": office.address if office else "",
        "access": office.access if office else "",
        "map_url": office.map_url if office else "",
        "meeting_url": slot.advisor.meeting_url if booking.form == CounselingBooking.Form.ONLINE else "",
    }
