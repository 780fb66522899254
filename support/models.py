from support.resume.models import Resume, ResumeEntry
from support.suits.models import Suit, SuitLoan

__all__ = ["Resume", "ResumeEntry", "Suit", "SuitLoan"]
