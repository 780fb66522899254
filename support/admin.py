from support.documents.admin.reviews import DocumentReviewAdmin

__all__ = ["DocumentReviewAdmin"]
