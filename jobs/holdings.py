"""What this app holds about a member; see accounts/holdings.py."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.holdings import Erased, Holding, Kept
from accounts.models import JobSeeker
from jobs.models import (
    Company,
    CompanyNote,
    DesiredCondition,
    JobInterview,
    JobPosting,
    NoticeRhythm,
    PostingWish,
    Referral,
    ReferralEvent,
    ReferralWish,
    SavedPosting,
    UploadedPostings,
)

ITEMS = {
    "conditions": _("Desired conditions and the reasons for them"),
    "referrals": _("Referrals, applications, interviews and what was noted about them"),
    "saved_postings": _("Saved job postings"),
}


def of_seeker(seeker: JobSeeker) -> Q:
    return Q(seeker=seeker)


def of_referrals(seeker: JobSeeker) -> Q:
    return Q(referral__in=seeker.referrals.values("pk"))


HOLDINGS: list[Holding] = [
    Erased(ReferralEvent, "referrals", of_referrals),
    Erased(JobInterview, "referrals", of_referrals),
    # What a company said in confidence is held, and erased; it is not handed out with the member's data.
    Erased(CompanyNote, "referrals", of_referrals, secret=("text", "written_by")),
    Erased(Referral, "referrals", of_seeker),
    Erased(ReferralWish, "referrals", of_seeker),
    Erased(PostingWish, "referrals", of_seeker),
    Erased(DesiredCondition, "conditions", of_seeker),
    Erased(SavedPosting, "saved_postings", of_seeker),
    Erased(NoticeRhythm, "settings", of_seeker),
    Kept(
        Company,
        _("companies that hire"),
        (
            "id",
            "external_id",
            "name",
            "industry",
            "prefecture",
            "city",
            "headcount",
            "website",
            "about",
        ),
    ),
    Kept(
        JobPosting,
        _("jobs that companies offer"),
        (
            "id",
            "external_id",
            "company",
            "title",
            "description",
            "category",
            "prefecture",
            "city",
            "employment_type",
            "pay_min",
            "pay_max",
            "fixed_overtime_hours",
            "weekends_off",
            "days_off",
            "overtime_hours",
            "night_work",
            "remote",
            "no_experience_needed",
            "education",
            "training",
            "dormitory",
            "car_commuting",
            "headcount",
            "filled",
            "opens_on",
            "closes_on",
            "status",
            "opened_at",
            "closed_at",
            "closing",
        ),
    ),
    Kept(
        UploadedPostings,
        _("files of job postings that the desk is about to import, for a day"),
        ("id", "content", "uploaded_by", "uploaded_at"),
    ),
]
