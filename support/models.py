from support.suits.models import Suit, SuitLoan

__all__ = ["Suit", "SuitLoan"]
