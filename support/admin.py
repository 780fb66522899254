from support.documents.admin.reviews import DocumentReviewAdmin
from support.suits.admin import SuitAdmin, SuitLoanAdmin

__all__ = ["DocumentReviewAdmin", "SuitAdmin", "SuitLoanAdmin"]
