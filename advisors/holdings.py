"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept, Unlinked, former_addresses
from accounts.models import JobSeeker
from advisors.conversation.models import gone_by
from advisors.models import (
    Advisor,
    AdvisorChangeRequest,
    Assignment,
    ClosedDay,
    ContactWish,
    ConversationEntry,
    CounselingBooking,
    CounselingNotes,
    CounselingSlot,
    DayOff,
    Fetching,
    Invitation,
    Office,
    ProposedAdvisor,
    SlotWait,
    Tally,
    WeeklyHours,
)
from config import clock

ITEMS = {
    "assignment": _("Who your advisor is and was"),
    "counseling": _("Counseling: bookings, what you wanted to talk about, the advisor's notes"),
    "conversation": _("Conversation with your advisor, and when you may be written to"),
    "advisor_change": _("Wishes for another advisor"),
}

# How many there were is for the member alone: somebody at the desk may be whom it concerned.
IN_CONFIDENCE = {"advisor_change"}


def of_seeker(seeker: JobSeeker) -> Q:
    return Q(seeker=seeker)


def invited_at_address(seeker: JobSeeker) -> Q:
    """Invitations that were sent to the member's address, or to one they had. Each side through the index."""
    named = Invitation.objects.exclude(email="").order_by()
    own, former = named.filter(email=seeker.user.email), named.filter(email__in=former_addresses(seeker.user_id))
    return Q(pk__in=own.values("pk").union(former.values("pk")))


HOLDINGS: list[Holding] = [
    Erased(CounselingNotes, "counseling", lambda seeker: Q(booking__in=seeker.counseling_bookings.values("pk"))),
    Erased(AdvisorChangeRequest, "advisor_change", of_seeker),
    Erased(
        Fetching, "conversation", lambda seeker: Q(entry__in=seeker.conversation.values("pk")), secret=("content_id",)
    ),
    Erased(ConversationEntry, "conversation", of_seeker, shown=lambda seeker: gone_by(clock.stamp())),
    Erased(ContactWish, "conversation", of_seeker),
    Erased(CounselingBooking, "counseling", of_seeker),
    Erased(SlotWait, "counseling", of_seeker),
    Erased(Assignment, "assignment", of_seeker),
    Erased(ProposedAdvisor, "assignment", of_seeker),
    Unlinked(
        Invitation,
        # It looks to whoever wrote it as before: that it is gone would tell that a member was.
        invited_at_address,
        blank={"email": ""},
        kept={
            "id": _("row number, drawn by chance"),
            "status": _("whether the link counts still"),
            "language": _("which language the mail was in"),
            "by": _("which staff member wrote it"),
            "advisor": _("staff of the service"),
            "message": _("row number, drawn by chance"),
            "sent_at": _("how long the link counts"),
            "runs_out_at": _("how long the link counts"),
            "ended_at": _("when the link ended"),
            "stopped_at": _("when the link ended"),
            "undelivered_told_at": _("that the sender was told"),
        },
    ),
    Kept(
        Advisor,
        _("staff of the service"),
        (
            "id",
            "user",
            "name",
            "gender",
            "fields_of_work",
            "languages",
            "styles",
            "introduction",
            "photo",
            "meeting_url",
            "capacity",
            "load",
            "is_at_work",
        ),
    ),
    Kept(Advisor.offices.through, _("where staff work"), ("id", "advisor", "office")),
    Kept(
        Office,
        _("places of the service"),
        ("id", "name", "prefecture", "address", "access", "map_url", "is_open"),
    ),
    Kept(
        WeeklyHours,
        _("when staff have time"),
        ("id", "advisor", "weekday", "from_hour", "until_hour", "office"),
    ),
    Kept(ClosedDay, _("when the service is closed"), ("id", "day", "reason")),
    Kept(DayOff, _("when staff have time"), ("id", "advisor", "day")),
    Kept(
        CounselingSlot,
        _("an hour that staff offer, free again for others"),
        ("id", "advisor", "held_on", "hour", "office", "is_offered", "is_by_hand", "is_called_off"),
    ),
    Kept(
        Tally,
        _("how many there were in a month, of nobody in particular"),
        ("id", "what", "month", "office", "advisor", "channel", "kind", "days", "amount"),
    ),
]
