from support.documents.models import Document, DocumentReview
from support.mock_interviews.models import InterviewFeedback, MockInterview
from support.resume.models import Resume, ResumeEntry
from support.seminars.models import Seminar, SeminarMaterial, SeminarNoticeRound, SeminarSeat
from support.suits.models import Suit, SuitLoan

__all__ = [
    "Document",
    "DocumentReview",
    "InterviewFeedback",
    "MockInterview",
    "Resume",
    "ResumeEntry",
    "Seminar",
    "SeminarMaterial",
    "SeminarNoticeRound",
    "SeminarSeat",
    "Suit",
    "SuitLoan",
]
