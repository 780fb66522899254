"""To whom a mock interview is offered beside an interview at a company: once, and not to somebody who knows already."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import JobSeeker, leaving
from advisors.counseling.models import is_not_over
from advisors.models import CounselingBooking
from jobs.models import Referral


def may_offer(referral: Referral, *, now: datetime) -> bool:
    """Whether the seeker has neither one ahead nor had one for this posting, stays, and wants more than notices.

    One statement.
    """
    mine = CounselingBooking.objects.holding().filter(seeker=OuterRef("pk"), purpose="mock_interview")
    for_this = Q(mock_interview__posting=referral.posting_id)
    practises = mine.filter(Q(status=CounselingBooking.Status.BOOKED) & is_not_over(now) | for_this)
    seekers = JobSeeker.objects.filter(~leaving("pk"), pk=referral.seeker_id, is_notices_only=False)
    return seekers.filter(~Exists(practises)).exists()
