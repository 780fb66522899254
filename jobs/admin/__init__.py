from jobs.admin.conditions import DesiredConditionAdmin, ReferralWishAdmin

__all__ = ["DesiredConditionAdmin", "ReferralWishAdmin"]
