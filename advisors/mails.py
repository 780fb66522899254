"""Which mail of this app goes out when, and whether what it says still holds then: it may have waited for an hour that
the seeker allows.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.messages.contexts import revived
from accounts.messages.kinds import Kind, Leaves
from accounts.models import Message, Topic
from advisors.models import Advisor, Assignment, ConversationEntry, CounselingBooking
from config import clock
from config.typed import Typed


def of_booking(message: Message) -> Typed | None:
    """A counseling ahead; nothing if it was cancelled, or moved once more."""
    bookings = CounselingBooking.objects.booked().select_related("slot")
    booking = bookings.filter(pk=message.context.get("booking")).first()
    return {} if booking and booking.slot.starts_at == revived(message)["starts_at"] else None


def current_tie(message: Message) -> Assignment | None:
    ties = Assignment.objects.current().filter(seeker__user=message.recipient)
    return ties.select_related("advisor").first()


def your_advisor(message: Message) -> Typed | None:
    """Who the advisor is now; one who is so no longer is not presented."""
    tie = current_tie(message)
    return {} if tie and tie.advisor.name == message.context["advisor"] else None


def advisor_away(message: Message) -> Typed | None:
    """Nothing if there is another one by now."""
    return None if current_tie(message) else {}


@transaction.atomic
def advisor_wrote(message: Message) -> Typed | None:
    """From the advisor of now; nothing once it is read, and nothing of one whom the seeker no longer has.

    Looked at under the lock of whoever changes it as it leaves, or takes it back.
    """
    tie = current_tie(message)
    said = ConversationEntry.objects.unread().gone(clock.now()).filter(is_from_seeker=False, assignment=tie)
    told_by_it = said.filter(Q(message=message.pk) | Q(message=None))
    found = list(told_by_it.select_for_update(of=("self",)).order_by("goes_at", "pk"))
    own = [entry for entry in found if entry.message_id] or found
    return {"name": tie.advisor.name, "texts": [entry.text for entry in own]} if tie and own else None


def day_changed(message: Message) -> Typed | None:
    """Whom it is about, if that is a seeker of the advisor's still; nothing to one who is away."""
    if not Advisor.objects.at_work().filter(user=message.recipient).exists():
        return None
    bookings = CounselingBooking.objects.visible_to(message.reader).select_related("seeker", "slot__office")
    booking = bookings.filter(pk=message.context["booking"], slot__advisor__user=message.recipient).first()
    about = (booking.seeker.member_number, booking.where) if booking else ("", "")
    return dict(zip(("member_number", "where"), about, strict=True))


# What `counseling/notifying.py` says of a counseling or a mock interview, as its `purpose` is.
COUNSELING = {
    "booking": int,
    "purpose": str,
    "starts_at": datetime,
    "change_until_at": datetime,
    "advisor": str,
    "form": str,
    "office": str,
    "address": str,
    "access": str,
    "map_url": str,
    "meeting_url": str,
    "calendar": str,
}
MAILS = {
    "advisor_away": Kind(
        _("No advisor for now"),
        "To a seeker whose advisor has gone, as long as there is no other one.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        found=advisor_away,
    ),
    "advisor_wrote": Kind(
        _("Message from the advisor"),
        "To a seeker whose advisor has written to them; one for all of a night.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        found=advisor_wrote,
    ),
    "booked": Kind(
        _("Counseling booked"),
        "To the seeker, as they or staff have booked a counseling for them.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
    ),
    "cancelled": Kind(
        _("Counseling cancelled"),
        "To the seeker, as they have cancelled their counseling.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
    ),
    "cancelled_for_you": Kind(
        _("Counseling cancelled by us"),
        "To the seeker, as staff have cancelled their counseling, or no advisor is left to hold it.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
    ),
    "change_closed": Kind(
        _("Change of the advisor: answer of the support desk"),
        "To the seeker, as the desk has closed their wish for another advisor and they keep the present one.",
        Leaves.IN_HOURS,
    ),
    "day_changed": Kind(
        _("To the advisor: counseling of today or tomorrow changed"),
        "To the advisor, as somebody else has booked, moved or cancelled an hour of theirs, today or tomorrow.",
        Leaves.AT_ONCE,
        stored={"change": str, "booking": int, "purpose": str, "starts_at": datetime, "was_at": datetime | None},
        found=day_changed,
    ),
    "file_refused": Kind(
        _("A file that was sent by LINE was not kept"),
        "To the seeker, as a picture or a file that they sent by LINE cannot be kept, with why.",
        Leaves.AT_ONCE,
        topic=Topic.CONVERSATION,
        stored={"why": str},
    ),
    "invitation": Kind(
        _("Invitation"),
        "To an address that somebody gave us and asked to be invited at, whoever it belongs to; nobody is looked up.",
        Leaves.AT_ONCE,
        stored={"link_url": str, "runs_out_at": datetime},
    ),
    "invitation_undelivered": Kind(
        _("To staff: an invitation could not be delivered"),
        "To whom of staff wrote it, once its mail was given up; without the address.",
        Leaves.AT_ONCE,
        stored={"invitation": int},
    ),
    "moved": Kind(
        _("Counseling moved"),
        "To the seeker, as their counseling has another hour.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
    ),
    "moved_for_you": Kind(
        _("Counseling with the new advisor"),
        "To the seeker, as their counseling goes along to a new advisor.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
        found=of_booking,
    ),
    "nobody_reads": Kind(
        _("Written by LINE without an advisor"),
        "To a seeker without an advisor, once, as they write by LINE and nobody would read it.",
        Leaves.AT_ONCE,
        topic=Topic.CONVERSATION,
    ),
    "not_held": Kind(
        _("Counseling that we did not hold"),
        "To the seeker, as it is recorded that the advisor was not there.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
    ),
    "office_closed": Kind(
        _("Written by LINE outside office hours"),
        "To a seeker who writes by LINE outside office hours, once until there were some: by when an answer comes.",
        Leaves.AT_ONCE,
        topic=Topic.CONVERSATION,
        stored={"answers_by": datetime},
    ),
    "reminder": Kind(
        _("Counseling: reminder"),
        "To the seeker, on the day before a counseling that they have not booked that day.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=COUNSELING,
        found=of_booking,
    ),
    "seeker_wrote": Kind(
        _("To the advisor: message from a job seeker"),
        "To the advisor, as a seeker has written and nothing else of theirs is unread.",
        Leaves.AT_ONCE,
        stored={"admin_url": str},
    ),
    "slot_open": Kind(
        _("Counseling: an hour is free"),
        "To a seeker who waits for an hour to book, once, as there is one.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
    ),
    "your_advisor": Kind(
        _("New advisor"),
        "To the seeker, as an advisor is assigned to them, by the desk or instead of another.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        stored={"advisor": str},
        found=your_advisor,
    ),
}
