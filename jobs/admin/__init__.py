from jobs.admin.conditions import DesiredConditionAdmin, ReferralWishAdmin
from jobs.admin.referrals import ReferralAdmin

__all__ = ["DesiredConditionAdmin", "ReferralAdmin", "ReferralWishAdmin"]
