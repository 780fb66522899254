from support.documents.models import Document, DocumentReview
from support.resume.models import Resume, ResumeEntry
from support.suits.models import Suit, SuitLoan

__all__ = ["Document", "DocumentReview", "Resume", "ResumeEntry", "Suit", "SuitLoan"]
