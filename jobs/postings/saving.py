"""What members keep to find again. Nobody else reads it."""

from datetime import datetime

from django.db.models.functions import Now

from accounts.models import JobSeeker
from jobs.postings.models import JobPosting


def save_posting(seeker: JobSeeker, posting: JobPosting, *, now: datetime | Now) -> None:
    """Once, however often it is pressed."""
    seeker.saved_postings.get_or_create(posting=posting, defaults={"saved_at": now})


def unsave_posting(seeker: JobSeeker, posting_id: int) -> None:
    seeker.saved_postings.filter(posting=posting_id).delete()
