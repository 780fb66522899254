from jobs.admin.referrals import ReferralAdmin
from jobs.conditions.admin import DesiredConditionAdmin, ReferralWishAdmin
from jobs.postings.admin.companies import CompanyAdmin
from jobs.postings.admin.postings import JobPostingAdmin

__all__ = ["CompanyAdmin", "DesiredConditionAdmin", "JobPostingAdmin", "ReferralAdmin", "ReferralWishAdmin"]
