"""How a seeker stands to being referred jobs: what must have happened, and what must not."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import JobSeeker, leaving
from advisors.models import Assignment, CounselingBooking


def with_standing(seekers: QuerySet) -> QuerySet:
    """Each with whether they are leaving, were counseled, have an advisor, and when they asked."""
    mine = {"seeker": OuterRef("pk")}
    return seekers.annotate(
        is_leaving=leaving(),
        is_counseled=Exists(CounselingBooking.objects.completed().filter(**mine)),
        has_advisor=Exists(Assignment.objects.current().filter(**mine)),
        asked_at=F("referral_wish__asked_at"),
    )


def refusal(seeker: JobSeeker) -> str:
    """Why this seeker, who came `with_standing`, cannot be referred anything now: a word, or nothing if they can."""
    if seeker.is_leaving:
        return "leaving"
    if seeker.is_notices_only:
        return "notices_only"
    if not seeker.is_counseled:
        return "counseling"
    return "" if seeker.has_advisor else "advisor"


def without_outcome(seeker: JobSeeker, *, now: datetime) -> CounselingBooking | None:
    """The last counseling that is over and of which nobody has said what came, which may be why they are refused."""
    over = seeker.counseling_bookings.unrecorded(now).select_related("slot")
    return over.order_by("slot__held_on", "slot__hour").last()
