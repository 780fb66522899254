from support.documents.admin.reviews import DocumentReviewAdmin
from support.mock_interviews.admin import InterviewFeedbackAdmin, MockInterviewAdmin
from support.seminars.admin.seminars import SeminarAdmin
from support.suits.admin import SuitAdmin, SuitLoanAdmin

__all__ = [
    "DocumentReviewAdmin",
    "InterviewFeedbackAdmin",
    "MockInterviewAdmin",
    "SeminarAdmin",
    "SuitAdmin",
    "SuitLoanAdmin",
]
