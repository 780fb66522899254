"""Which mail of this app goes out when, and whether what it says still holds then."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.messages.contexts import revived
from accounts.messages.kinds import Kind, Leaves
from accounts.models import Message
from config.typed import Typed
from support.models import DocumentReview, SuitLoan


def review_returned(message: Message) -> Typed | None:
    """Nothing of a version that the seeker has deleted meanwhile."""
    reviews = DocumentReview.objects.visible_to(message.reader).filter(pk=message.context["review"])
    return {"documents_url": settings.SITE_URL + reverse("support:documents")} if reviews.exists() else None


def suit_of(message: Message) -> SuitLoan | None:
    """The loan it speaks of, if that is live and of the same days still."""
    told = revived(message)
    days = {name: told[name] for name in ("pick_up_on", "return_on")}
    return SuitLoan.objects.live().filter(pk=told["loan"], seeker__user=message.recipient, **days).first()


def suit_reserved(message: Message) -> Typed | None:
    """A suit that is reserved as it says; nothing once that has changed."""
    loan = suit_of(message)
    return {} if loan and loan.is_requested else None


def suit_lent(message: Message) -> Typed | None:
    """A suit that is out; nothing once it is back."""
    loan = suit_of(message)
    return {} if loan and loan.is_lent else None


# What `suits/notifying.py` says of a suit.
SUIT: dict[str, type] = {
    "loan": int,
    "suit": str,
    "starts_at": datetime,
    "pick_up_on": date,
    "return_on": date,
    "office": str,
    "address": str,
    "access": str,
    "map_url": str,
}
CALENDAR: dict[str, type] = {"calendar": str}

MAILS: dict[str, Kind] = {
    "review_returned": Kind(
        _("Document reviewed"),
        "To the seeker, as their advisor has returned a document they had asked to be looked at.",
        Leaves.IN_HOURS,
        stored={"review": int},
        found=review_returned,
    ),
    "suit_cancelled": Kind(
        _("Suit cancelled"),
        "To the seeker, as they have cancelled a suit.",
        Leaves.AT_ONCE,
        stored=SUIT | CALENDAR,
    ),
    "suit_changed": Kind(
        _("Suit: another one"),
        "To the seeker, as the desk has reserved another suit for them, because theirs will not be there.",
        Leaves.WITH_APPOINTMENT,
        stored=SUIT | CALENDAR,
        found=suit_reserved,
    ),
    "suit_freed": Kind(
        _("Suit no longer reserved"),
        "To the seeker, as a reservation ends that they have not cancelled: by the desk, with the interview, or because"
        " nobody came for it.",
        Leaves.WITH_APPOINTMENT,
        stored=SUIT | CALENDAR | {"because": str},
    ),
    "suit_moved": Kind(
        _("Suit moved"),
        "To the seeker, as their suit has other days: by themselves, by the desk, or along with their interview.",
        Leaves.AT_ONCE,
        stored=SUIT | CALENDAR,
    ),
    "suit_not_moved": Kind(
        _("Suit that could not move along"),
        "To the seeker, as their interview has moved and no suit is free for the other day.",
        Leaves.WITH_APPOINTMENT,
        stored=SUIT | {"needed_on": date},
        found=suit_reserved,
    ),
    "suit_overdue": Kind(
        _("Suit not returned yet"),
        "To the seeker, once, on the day after that of the return.",
        Leaves.IN_HOURS,
        stored=SUIT,
        found=suit_lent,
    ),
    "suit_pick_up": Kind(
        _("Suit: reminder of the pick-up"),
        "To the seeker, on the day before the pick-up of a suit that they have not reserved that day.",
        Leaves.WITH_APPOINTMENT,
        stored=SUIT,
        found=suit_reserved,
    ),
    "suit_reserved": Kind(
        _("Suit reserved"),
        "To the seeker, as they have reserved a suit.",
        Leaves.AT_ONCE,
        stored=SUIT | CALENDAR,
    ),
    "suit_return": Kind(
        _("Suit: reminder of the return"),
        "To the seeker, on the day before the return of a suit that they have.",
        Leaves.WITH_APPOINTMENT,
        stored=SUIT,
        found=suit_lent,
    ),
}
