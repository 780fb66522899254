"""Interviews ahead, on my page."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment
from advisors.models import CounselingBooking
from jobs.referrals.models import INTERVIEW_LASTS, JobInterview


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment]:
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__gt=now - INTERVIEW_LASTS)
    practised = CounselingBooking.objects.holding().filter(
        seeker=seeker, mock_interview__posting=OuterRef("referral__posting")
    )
    named: QuerySet[JobInterview] = ahead.select_related("referral__posting__company")
    found = named.annotate(is_practised=Exists(practised))
    return [appointment(it, may_practise=not (seeker.is_notices_only or it.is_practised)) for it in found]


def appointment(interview: JobInterview, *, may_practise: bool) -> Appointment:
    return Appointment(
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        what=_("Interview at %(company)s") % {"company": interview.referral.posting.company.name},
        where=interview.place,
        page=reverse("jobs:referral", args=[interview.referral_id]),
        calendar=reverse("jobs:interview_file", args=[interview.pk]),
        practice=practice_for(interview) if may_practise else "",
    )


def practice_for(interview: JobInterview) -> str:
    """In a later app, which is known here by its address alone."""
    return f"{reverse('support:mock_interviews')}?for={interview.referral.posting_id}"
