"""Interviews ahead, on my page."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment
from jobs.referrals.models import INTERVIEW_LASTS, JobInterview


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment]:
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__gt=now - INTERVIEW_LASTS)
    return [
        appointment(interview, is_notices_only=seeker.is_notices_only)
        for interview in ahead.select_related("referral__posting__company")
    ]


def appointment(interview: JobInterview, *, is_notices_only: bool) -> Appointment:
    return Appointment(
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        what=_("Interview at %(company)s") % {"company": interview.referral.posting.company.name},
        where=interview.place,
        page=reverse("jobs:referral", args=[interview.referral_id]),
        calendar=reverse("jobs:interview_file", args=[interview.pk]),
        practice="" if is_notices_only else practice_for(interview),
    )


def practice_for(interview: JobInterview) -> str:
    """In a later app, which is known here by its address alone."""
    return f"{reverse('support:mock_interviews')}?for={interview.referral.posting_id}"
