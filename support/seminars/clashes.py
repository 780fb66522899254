"""What else a member has at the time of a seminar: said on its page, and forbidden to nobody."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import JobSeeker
from jobs.models import JobInterview
from jobs.referrals.models import INTERVIEW_LASTS
from support.seminars.models import LONGEST, Seminar

Clash = tuple[datetime, str]  # when it begins, and what it is


def clashes(seeker: JobSeeker, seminar: Seminar) -> list[Clash]:
    """Counseling, interviews and other seminars that a part of it overlaps with, by time."""
    return sorted([*counseling(seeker, seminar), *interviews(seeker, seminar), *seminars(seeker, seminar)])


def counseling(seeker: JobSeeker, seminar: Seminar) -> list[Clash]:
    booked = seeker.counseling_bookings.during(seminar.starts_at, seminar.ends_at).select_related("slot")
    return [(booking.slot.starts_at, booking.get_purpose_display()) for booking in booked]


def interviews(seeker: JobSeeker, seminar: Seminar) -> list[Clash]:
    standing = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__lt=seminar.ends_at)
    at_that_time = standing.filter(starts_at__gt=seminar.starts_at - INTERVIEW_LASTS)
    companies = at_that_time.values_list("starts_at", "referral__posting__company__name")
    return [(at, _("Interview at %(company)s") % {"company": company}) for at, company in companies]


def seminars(seeker: JobSeeker, seminar: Seminar) -> list[Clash]:
    seats = seeker.seminar_seats.taken().exclude(seminar=seminar.pk).select_related("seminar")
    since = seminar.starts_at - timedelta(minutes=LONGEST)
    near = seats.filter(seminar__starts_at__lt=seminar.ends_at, seminar__starts_at__gt=since)
    others = [seat.seminar for seat in near]
    return [(other.starts_at, other.title) for other in others if other.ends_at > seminar.starts_at]
