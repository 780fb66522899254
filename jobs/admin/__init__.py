from jobs.admin.companies import CompanyAdmin
from jobs.admin.conditions import DesiredConditionAdmin, ReferralWishAdmin
from jobs.admin.postings import JobPostingAdmin
from jobs.admin.referrals import ReferralAdmin

__all__ = ["CompanyAdmin", "DesiredConditionAdmin", "JobPostingAdmin", "ReferralAdmin", "ReferralWishAdmin"]
