"""Where a member sees and changes what they have booked, by its purpose."""

from django.urls import reverse

from advisors.counseling.models import CounselingBooking

Purpose = CounselingBooking.Purpose
# Those of a mock interview stand in a later app, which is known here by its addresses alone.
HOMES = {Purpose.COUNSELING: "advisors:counseling", Purpose.MOCK_INTERVIEW: "support:mock_interviews"}
TIMES = {Purpose.COUNSELING: "advisors:counseling", Purpose.MOCK_INTERVIEW: "support:mock_interview_times"}


def home_of(purpose: str) -> str:
    """The page on which it stands."""
    return reverse(HOMES[Purpose(purpose)])


def times_for(purpose: str) -> str:
    """The page of the free times to book."""
    return reverse(TIMES[Purpose(purpose)])
