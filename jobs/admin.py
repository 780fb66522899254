from jobs.conditions.admin import DesiredConditionAdmin, ReferralWishAdmin
from jobs.postings.admin.companies import CompanyAdmin
from jobs.postings.admin.postings import JobPostingAdmin
from jobs.referrals.admin.referrals import ReferralAdmin

__all__ = ["CompanyAdmin", "DesiredConditionAdmin", "JobPostingAdmin", "ReferralAdmin", "ReferralWishAdmin"]
