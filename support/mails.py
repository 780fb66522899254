"""Which mail of this app goes out when, and whether what it says still holds then."""

from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.messages.contexts import revived
from accounts.messages.kinds import Kind, Leaves
from accounts.models import Message, Notice, Topic
from config.typed import Typed
from support.models import DocumentReview, InterviewFeedback, Seminar, SeminarSeat, SuitLoan
from support.seminars.notifying import facts


def review_returned(message: Message) -> Typed | None:
    """Nothing of a version that the seeker has deleted meanwhile."""
    reviews = DocumentReview.objects.visible_to(message.reader).filter(pk=message.context["review"])
    return {"documents_url": settings.SITE_URL + reverse("support:documents")} if reviews.exists() else None


MOST = 10
Seat = SeminarSeat.Status


def of_seat(*statuses: str) -> Callable[[Message], Typed | None]:
    """What is said of a seat that is still so; nothing of one that has gone on meanwhile, which has a later mail."""

    def found(message: Message) -> Typed | None:
        seats = SeminarSeat.objects.filter(pk=message.context["seat"], status__in=statuses)
        seat = seats.select_related("seminar__office").first()
        return facts(seat, now=timezone.now()) if seat else None

    return found


def of_seat_ahead(*statuses: str) -> Callable[[Message], Typed | None]:
    """The same, of a seminar that has not begun and is not called off."""
    told = of_seat(*statuses)

    def found(message: Message) -> Typed | None:
        ahead = Seminar.objects.ahead(timezone.now()).filter(seats=message.context["seat"])
        return told(message) if ahead.exists() else None

    return found


def reminder(message: Message) -> Typed | None:
    """Of the time it was written for; of another one there is another mail."""
    found = of_seat_ahead(Seat.TAKEN)(message)
    return found if found and found["starts_at"] == revived(message)["starts_at"] else None


def materials(message: Message) -> Typed | None:
    """Nothing once they are taken away."""
    found = of_seat(Seat.TAKEN, Seat.ATTENDED)(message)
    return found if found and Seminar.objects.filter(seats=message.context["seat"]).exclude(materials=None) else None


def seminar_notice(message: Message) -> Typed | None:
    """At most ten seminars that are new since the last notice and still to come, but those the member is in already."""
    theirs = SeminarSeat.objects.current().filter(seminar=OuterRef("pk"), seeker=message.reader.job_seeker)
    opened = {"opened_at__gt": revived(message)["since"], "opened_at__lte": message.queued_at}
    new = Seminar.objects.ahead(timezone.now()).filter(~Exists(theirs), **opened).select_related("office")
    told = [(seminar, settings.SITE_URL + seminar.get_absolute_url()) for seminar in new.order_by("starts_at")[:MOST]]
    more_url = settings.SITE_URL + reverse("support:seminars")
    return {"seminars": told, "more_url": more_url} if told else None


OF_SEAT = {"seat": int, "starts_at": datetime}
WITH_ENTRY = OF_SEAT | {"calendar": str | None}


def suit_of(message: Message) -> SuitLoan | None:
    """The loan it speaks of, if that is live and of the same days still."""
    told = revived(message)
    days = {name: told[name] for name in ("pick_up_on", "return_on")}
    return SuitLoan.objects.live().filter(pk=told["loan"], seeker__user=message.recipient, **days).first()


def suit_reserved(message: Message) -> Typed | None:
    """A suit that is reserved as it says; nothing once that has changed."""
    loan = suit_of(message)
    return {} if loan and loan.is_requested else None


def suit_of_somebody(message: Message) -> Typed | None:
    """A suit that is reserved or out, as it says."""
    return {} if suit_of(message) else None


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


def feedback_sent(message: Message) -> Typed | None:
    """Nothing once the seeker has opened the sheet, and nothing to somebody who wishes for notices only by then."""
    if message.reader.job_seeker.is_notices_only:
        return None
    sheets = InterviewFeedback.objects.visible_to(message.reader).unopened()
    return {} if sheets.filter(pk=message.context["feedback"]).exists() else None


def marked_up_removed(message: Message) -> Typed | None:
    """Where the advisor returned it; nothing of a seeker whom they accompany no more."""
    reviews = DocumentReview.objects.own(message.reader).filter(pk=message.context["review"])
    page = reverse("admin:support_documentreview_change", args=[message.context["review"]])
    return {"admin_url": settings.SITE_URL + page} if reviews.exists() else None


def material_removed(message: Message) -> Typed | None:
    """Nothing to whoever is at the desk no more."""
    seminar = Seminar.objects.visible_to(message.reader).filter(pk=message.context["seminar"]).first()
    page = reverse("admin:support_seminar_change", args=[message.context["seminar"]])
    return {"title": seminar.title, "admin_url": settings.SITE_URL + page} if seminar else None


MAILS: dict[str, Kind] = {
    "file_removed": Kind(
        _("Document removed by the virus scanner"),
        "To the seeker, as the virus scanner has found something in a document that had waited for it.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        stored={"document": str, "version": int},
    ),
    "marked_up_removed": Kind(
        _("To the advisor: marked-up file removed by the virus scanner"),
        "To the advisor who has returned a review with a file that had waited for the virus scanner.",
        Leaves.AT_ONCE,
        stored={"review": int},
        found=marked_up_removed,
    ),
    "material_removed": Kind(
        _("To the desk: material removed by the virus scanner"),
        "To everybody at the desk, as the virus scanner has found something in a file of a seminar that had waited.",
        Leaves.AT_ONCE,
        stored={"seminar": int, "file": str},
        found=material_removed,
    ),
    "feedback_sent": Kind(
        _("Mock interview: the feedback sheet is there"),
        "To the seeker, as the advisor has sent the sheet of a mock interview, unless they have opened it by then.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        stored={"feedback": int},
        found=feedback_sent,
    ),
    "review_returned": Kind(
        _("Document reviewed"),
        "To the seeker, as their advisor has returned a document they had asked to be looked at.",
        Leaves.IN_HOURS,
        topic=Topic.CONVERSATION,
        stored={"review": int},
        found=review_returned,
    ),
    "no_seat": Kind(
        _("Seminar: no seat came free"),
        "To whoever is still in line for a seat as the seminar begins.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=of_seat(Seat.CANCELLED),
    ),
    "seat_free": Kind(
        _("Seminar: a seat is free for whoever answers first"),
        "To everybody in line, as a seat is free in the last three hours; once for each seat.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=of_seat_ahead(Seat.WAITING),
    ),
    "seat_left": Kind(
        _("Seminar: seat given up"),
        "To the member, as they have given up their seat or their place in line.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=WITH_ENTRY,
        found=of_seat(Seat.CANCELLED),
    ),
    "seat_offered": Kind(
        _("Seminar: a seat is offered"),
        "To the first in line, as a seat comes free; at once, because it is kept for a day at most.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=of_seat_ahead(Seat.OFFERED),
    ),
    "seat_passed": Kind(
        _("Seminar: the offer is over"),
        "To whoever has not answered an offer in time.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=of_seat_ahead(Seat.PASSED),
    ),
    "seat_taken": Kind(
        _("Seminar: seat confirmed"),
        "To the member, as they take a seat, free or offered.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=WITH_ENTRY,
        found=of_seat_ahead(Seat.TAKEN),
    ),
    "seat_waiting": Kind(
        _("Seminar: place in line"),
        "To the member, as they join the line for a seat.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=of_seat_ahead(Seat.WAITING),
    ),
    "seminar_changed": Kind(
        _("Seminar changed"),
        "To everybody who has a seat or waits for one, as time, place or link change.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=WITH_ENTRY,
        found=of_seat_ahead(Seat.WAITING, Seat.OFFERED, Seat.TAKEN),
    ),
    "seminar_materials": Kind(
        _("Seminar: materials"),
        "To whoever had a seat, once there are materials and the seminar has begun; one for all of them.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=materials,
    ),
    "seminar_notice": Kind(
        Notice.SEMINAR.label,
        "To members who have not turned it off, each day or week as they chose, as there are new seminars.",
        Leaves.IN_HOURS,
        topic=Topic.NOTICES,
        stored={"since": datetime},
        found=seminar_notice,
    ),
    "seminar_off": Kind(
        _("Seminar called off"),
        "To everybody who had a seat or waited for one, as the desk calls it off.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=WITH_ENTRY,
        found=of_seat(Seat.CANCELLED),
    ),
    "seminar_reminder": Kind(
        _("Seminar: reminder"),
        "To whoever has a seat, on the day before, unless they took it that day.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=OF_SEAT,
        found=reminder,
    ),
    "suit_cancelled": Kind(
        _("Suit cancelled"),
        "To the seeker, as they have cancelled a suit.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | CALENDAR,
    ),
    "suit_changed": Kind(
        _("Suit: another one"),
        "To the seeker, as the desk has reserved another suit for them, because theirs will not be there.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | CALENDAR,
        found=suit_reserved,
    ),
    "suit_freed": Kind(
        _("Suit no longer reserved"),
        "To the seeker, as a reservation ends that they have not cancelled: by the desk, with the interview, or because"
        " nobody came for it.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | CALENDAR | {"because": str},
    ),
    "suit_moved": Kind(
        _("Suit moved"),
        "To the seeker, as their suit has other days: by themselves, by the desk, or along with their interview.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | CALENDAR,
    ),
    "suit_not_moved": Kind(
        _("Suit that could not move along"),
        "To the seeker, as their interview has moved and no suit is free for the other day.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | {"needed_on": date},
        found=suit_of_somebody,
    ),
    "suit_overdue": Kind(
        _("Suit not returned yet"),
        "To the seeker, once, on the day after that of the return.",
        Leaves.IN_HOURS,
        topic=Topic.APPOINTMENTS,
        stored=SUIT,
        found=suit_lent,
    ),
    "suit_pick_up": Kind(
        _("Suit: reminder of the pick-up"),
        "To the seeker, on the day before the pick-up of a suit that they have not reserved that day.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=SUIT,
        found=suit_reserved,
    ),
    "suit_reserved": Kind(
        _("Suit reserved"),
        "To the seeker, as they have reserved a suit.",
        Leaves.AT_ONCE,
        topic=Topic.APPOINTMENTS,
        stored=SUIT | CALENDAR,
    ),
    "suit_return": Kind(
        _("Suit: reminder of the return"),
        "To the seeker, on the day before the return of a suit that they have.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=SUIT,
        found=suit_lent,
    ),
}
