"""Whether what mails of this app say still holds when they are sent; see `FOUND_WHEN_SENT` in the settings.

A mail may have waited for an hour that the seeker allows.
"""

from datetime import datetime

from accounts.models import Message
from advisors.models import Advisor, Assignment, ConversationEntry, CounselingBooking


def of_booking(message: Message) -> dict | None:
    """A counseling ahead; nothing if it was cancelled, or moved once more."""
    bookings = CounselingBooking.objects.booked().select_related("slot")
    booking = bookings.filter(pk=message.context.get("booking")).first()
    starts_at = datetime.fromisoformat(message.context["starts_at"])
    return {} if booking and booking.slot.starts_at == starts_at else None


def current_tie(message: Message) -> Assignment | None:
    ties = Assignment.objects.current().filter(seeker__user=message.recipient)
    return ties.select_related("advisor").first()


def your_advisor(message: Message) -> dict | None:
    """Who the advisor is now; one who is so no longer is not presented."""
    tie = current_tie(message)
    return {} if tie and tie.advisor.name == message.context["advisor"] else None


def advisor_away(message: Message) -> dict | None:
    return None if current_tie(message) else {}


def advisor_wrote(message: Message) -> dict | None:
    """From the advisor of now; nothing once it is read, and nothing of one whom the seeker no longer has."""
    tie = current_tie(message)
    said = ConversationEntry.objects.unread().filter(is_from_seeker=False, assignment=tie)
    return {"name": tie.advisor.name} if tie and said.exists() else None


def day_changed(message: Message) -> dict | None:
    """To the advisor: whom it is about, if that is a seeker of theirs still; nothing to one who is away."""
    if not Advisor.objects.at_work().filter(user=message.recipient).exists():
        return None
    bookings = CounselingBooking.objects.visible_to(message.recipient).select_related("seeker", "slot__office")
    booking = bookings.filter(pk=message.context["booking"], slot__advisor__user=message.recipient).first()
    about = (booking.seeker.member_number, booking.where) if booking else ("", "")
    return dict(zip(("member_number", "where"), about, strict=True))
