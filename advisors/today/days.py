"""What an advisor has before them: the day's counseling and interviews, who waits, who has not booked; and a week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import OfLeaver, User, leaving
from advisors.assignment.models import Assignment
from advisors.conversation.models import ConversationEntry
from advisors.counseling.models import CounselingBooking, CounselingSlot
from config.clock import midnight
from config.typed import WithAnnotations

SHOWN_AHEAD = timedelta(days=7)
NEW_FOR = timedelta(days=14)
UNANSWERED_FOR = timedelta(days=14)
PRACTICE = "mock_interview__posting__company"  # of a later app


@dataclass(frozen=True)
class Day:
    """The hours of an advisor: those that are over and unrecorded, today's, and those of the week to come."""

    unrecorded: list[CounselingBooking]
    today: list[CounselingBooking]
    coming: list[CounselingBooking]
    called_off: list[CounselingSlot]


def day_of(user: User, *, now: datetime) -> Day:
    """In two queries, however much there is. What is over and unrecorded is among today's too, if it was today."""
    today = timezone.localdate(now)
    booked = list(bookings_between(user, today, today + SHOWN_AHEAD, or_unrecorded=True).select_related(PRACTICE))
    return Day(
        unrecorded=[booking for booking in booked if booking.is_unrecorded(now)],
        today=[booking for booking in booked if booking.slot.held_on == today],
        coming=[booking for booking in booked if booking.slot.held_on > today],
        called_off=list(called_off_soon(user, today=today)),
    )


def bookings_between(
    user: User, first: date, last: date, *, or_unrecorded: bool = False
) -> QuerySet[CounselingBooking]:
    """Those of the advisor's own seekers that are not cancelled, by time; earlier ones if nobody has recorded them."""
    wanted = Q(slot__held_on__range=(first, last))
    if or_unrecorded:
        wanted |= Q(slot__held_on__lt=first, status=CounselingBooking.Status.BOOKED)
    own = CounselingBooking.objects.visible_to(user).holding().filter(wanted, slot__advisor__user=user)
    own = own.annotate(is_leaving=leaving("seeker")).select_related("slot__office", "seeker")
    return own.order_by("slot__held_on", "slot__hour")


def called_off_soon(user: User, *, today: date) -> QuerySet[CounselingSlot]:
    """The hours of today and tomorrow at which somebody was to come and does not; whose they were is not told."""
    slots = CounselingSlot.objects.called_off().filter(advisor__user=user)
    return slots.filter(held_on__range=(today, today + timedelta(days=1))).order_by("held_on", "hour")


def own_ties(user: User) -> QuerySet[Assignment]:
    return Assignment.objects.current().filter(advisor__user=user).select_related("seeker")


class OfInterview(OfLeaver):
    """When an interview begins, at which company, and the id of its referral."""

    starts_at: datetime
    company: str
    referral: int


Interviewed = WithAnnotations[Assignment, OfInterview]


def interviews_between(user: User, first: date, last: date) -> QuerySet[Interviewed]:
    """The ties to those of their seekers who have an interview at a company then, by time.

    The advisor is not there: it takes no hour of theirs.
    """
    referral = "seeker__referrals"
    ties = own_ties(user).filter(
        **{
            f"{referral}__status": "interview",
            f"{referral}__interviews__called_off_at": None,
            f"{referral}__interviews__starts_at__gte": midnight(first),
            f"{referral}__interviews__starts_at__lt": midnight(last + timedelta(days=1)),
        }
    )
    return ties.annotate(
        referral=F(referral),
        starts_at=F(f"{referral}__interviews__starts_at"),
        company=F(f"{referral}__posting__company__name"),
        is_leaving=leaving("seeker"),
    ).order_by("starts_at", "pk")


def who_waits(user: User, *, now: datetime) -> QuerySet[Assignment]:
    """Whose words are unread, or unanswered and not long ago: `since` when, and how many are `unread`; oldest first."""
    answers = ConversationEntry.objects.filter(assignment=OuterRef("pk"), is_from_seeker=False)
    last_answer = Subquery(answers.order_by("-written_at", "-id").values("written_at")[:1])
    theirs = Q(conversation__is_from_seeker=True)
    after = Q(answered_at=None) | Q(conversation__written_at__gt=F("answered_at"))
    recent = Q(conversation__read_at=None) | Q(conversation__written_at__gt=now - UNANSWERED_FOR)
    ties = own_ties(user).annotate(answered_at=last_answer)
    ties = ties.annotate(
        since=Min("conversation__written_at", filter=theirs & (Q(conversation__read_at=None) | after & recent)),
        unread=Count("conversation", filter=theirs & Q(conversation__read_at=None)),
    )
    return ties.filter(since__isnull=False).annotate(is_leaving=leaving("seeker")).order_by("since", "pk")


def who_asks(user: User) -> QuerySet[Assignment]:
    """Who asks for new referrals, `asked_at` when, the longest first; a referral answers it.

    Not who has turned to notices only since, or leaves: to them nothing is referred.
    """
    asking = own_ties(user).filter(
        ~leaving("seeker"), seeker__is_notices_only=False, seeker__referral_wish__isnull=False
    )
    return asking.annotate(asked_at=F("seeker__referral_wish__asked_at")).order_by("asked_at", "pk")


def new_without_booking(user: User, *, now: datetime) -> QuerySet[Assignment]:
    """Assigned in the last days, staying, and no counseling ahead or behind them yet."""
    held = CounselingBooking.objects.counseling().filter(seeker=OuterRef("seeker"), status__in=["booked", "completed"])
    return (
        own_ties(user).filter(~Exists(held), ~leaving("seeker"), began_at__gt=now - NEW_FOR).order_by("began_at", "pk")
    )


@dataclass(frozen=True)
class Hour:
    """A slot of the week and what became of it; or an interview of a seeker."""

    starts_at: datetime
    slot: CounselingSlot | None = None
    booking: CounselingBooking | None = None
    interview: Interviewed | None = None

    @property
    def day(self) -> date:
        return timezone.localdate(self.starts_at)


def week_of(user: User, monday: date) -> list[tuple[date, list[Hour]]]:
    """The advisor's own slots from Monday to Sunday, with the bookings they may see, and where their seekers are.

    By day. Three queries.
    """
    last = monday + timedelta(days=6)
    slots = CounselingSlot.objects.filter(advisor__user=user, held_on__range=(monday, last)).with_bookable()
    slots = slots.select_related("office")
    taken = {booking.slot_id: booking for booking in bookings_between(user, monday, last)}
    hours = [
        Hour(slot.starts_at, slot, taken.get(slot.pk))
        for slot in slots.order_by("held_on", "hour")
        if slot.pk in taken or slot.is_bookable or slot.is_called_off
    ]
    hours += [Hour(tie.starts_at, interview=tie) for tie in interviews_between(user, monday, last)]
    hours.sort(key=lambda hour: hour.starts_at)
    return [(day, list(group)) for day, group in groupby(hours, key=lambda hour: hour.day)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
