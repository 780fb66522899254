"""How a seeker stands to being referred jobs: what must have happened, and what must not."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import JobSeeker
from accounts.users.models import JobSeekerQuerySet
from advisors.models import Assignment, CounselingBooking
from config.typed import WithAnnotations


class Standing(TypedDict):
    """How a seeker stands: `asked_at` is when they asked for referrals, if they do."""

    is_counseled: bool
    has_advisor: bool
    asked_at: datetime | None


StandingSeeker = WithAnnotations[JobSeeker, Standing]


def with_standing(seekers: JobSeekerQuerySet) -> QuerySet[StandingSeeker]:
    """Each with how they stand, and whether they are leaving."""
    mine = {"seeker": OuterRef("pk")}
    rows: QuerySet[JobSeeker] = seekers.with_leaving()
    return rows.annotate(
        is_counseled=Exists(CounselingBooking.objects.completed().filter(**mine)),
        has_advisor=Exists(Assignment.objects.current().filter(**mine)),
        asked_at=F("referral_wish__asked_at"),
    )


def refusal(seeker: StandingSeeker) -> str:
    """Why this seeker cannot be referred anything now: a word, or nothing if they can."""
    if seeker.is_leaving:
        return "leaving"
    if seeker.is_notices_only:
        return "notices_only"
    if not seeker.is_counseled:
        return "counseling"
    return "" if seeker.has_advisor else "advisor"


def tells_advisor(seeker: StandingSeeker) -> bool:
    """Whether an advisor hears of what changes in the conditions: of whoever wants notices only, none does."""
    return seeker.has_advisor and not seeker.is_notices_only


def without_outcome(seeker: JobSeeker, *, now: datetime) -> CounselingBooking | None:
    """The last counseling that is over and of which nobody has said what came, which may be why they are refused."""
    over = seeker.counseling_bookings.counseling().unrecorded(now).select_related("slot")
    return over.order_by("slot__held_on", "slot__hour").last()
