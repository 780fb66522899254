from jobs.models.companies import Company
from jobs.models.conditions import ConditionKind, DesiredCondition, ReferralWish
from jobs.models.importing import UploadedPostings
from jobs.models.notices import NoticeRhythm
from jobs.models.postings import JobPosting, SavedPosting
from jobs.models.referrals import INTERVIEW_LASTS, Actor, CompanyNote, JobInterview, Referral, ReferralEvent
from jobs.models.wishes import PostingWish

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
