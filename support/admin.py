from support.documents.admin.reviews import DocumentReviewAdmin
from support.seminars.admin.seminars import SeminarAdmin
from support.suits.admin import SuitAdmin, SuitLoanAdmin

__all__ = ["DocumentReviewAdmin", "SeminarAdmin", "SuitAdmin", "SuitLoanAdmin"]
