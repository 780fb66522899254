from support.suits.admin.loans import SuitLoanAdmin
from support.suits.admin.suits import SuitAdmin

__all__ = ["SuitAdmin", "SuitLoanAdmin"]
