from jobs.conditions.models import ConditionKind, DesiredCondition, PostingWish, ReferralWish
from jobs.notices.models import NoticeRhythm
from jobs.postings.models import Company, JobPosting, SavedPosting, UploadedPostings
from jobs.referrals.models import INTERVIEW_LASTS, Actor, CompanyNote, JobInterview, Referral, ReferralEvent

__all__ = [
    "INTERVIEW_LASTS",
    "Actor",
    "Company",
    "CompanyNote",
    "ConditionKind",
    "DesiredCondition",
    "JobInterview",
    "JobPosting",
    "NoticeRhythm",
    "PostingWish",
    "Referral",
    "ReferralEvent",
    "ReferralWish",
    "SavedPosting",
    "UploadedPostings",
]
