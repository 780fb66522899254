from jobs.conditions.models import ConditionKind, DesiredCondition, PostingWish, ReferralWish
from jobs.models.notices import NoticeRhythm
from jobs.models.referrals import INTERVIEW_LASTS, Actor, CompanyNote, JobInterview, Referral, ReferralEvent
from jobs.postings.models import Company, JobPosting, SavedPosting, UploadedPostings

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
