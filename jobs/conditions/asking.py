"""A seeker asks their advisor to refer a posting they have found, and may take it back. Nothing reminds anybody."""

from datetime import datetime

from django.db import transaction

from accounts.models import JobSeeker
from jobs.conditions.editing import lock
from jobs.conditions.models import PostingWish
from jobs.conditions.referable import refusal
from jobs.conditions.refusals import NotAskable
from jobs.postings.models import JobPosting

MOST = 10


@transaction.atomic
def ask_for_posting(seeker_id: int, posting_id: int, *, now: datetime | None = None) -> None:
    """Put it on the advisor's list, once, however often it is pressed. Raises `NotAskable`."""
    seeker = lock(seeker_id)
    if seeker.posting_wishes.filter(posting=posting_id).exists():
        return
    if because := refusal(seeker) or refusal_of(posting_id, seeker):
        raise NotAskable(because)
    PostingWish.objects.create(seeker=seeker, posting_id=posting_id, asked_at=now or seeker.locked_at)


def refusal_of(posting_id: int, seeker: JobSeeker) -> str:
    """Why this posting cannot be asked for: closed, referred, or many; nothing if it can."""
    if not JobPosting.objects.open().filter(pk=posting_id).exists():
        return "closed"
    if seeker.referrals.filter(posting=posting_id).exists():
        return "referred"
    return "many" if seeker.posting_wishes.open().count() >= MOST else ""


def take_back(seeker: JobSeeker, posting_id: int) -> None:
    seeker.posting_wishes.filter(posting=posting_id).delete()
