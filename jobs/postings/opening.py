"""A posting opens by the desk's hand."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from config import clock
from config.steps import follows
from jobs.postings.models import JobPosting
from jobs.postings.refusals import DatePassed, NoDraft, OpensLater


def lock_posting(posting_id: int) -> JobPosting | None:
    """Whatever changes a referral of a posting waits here; seekers are locked before it, referrals after it."""
    postings = JobPosting.objects.select_for_update(of=("self",)).select_related("company")
    return postings.filter(pk=posting_id).first()


@transaction.atomic
def open_posting(posting_id: int, *, now: datetime | None = None) -> None:
    """Show a draft to everybody; raises `NotOpened`. None opens by itself: somebody at the desk has looked at it."""
    posting = lock_posting(posting_id)
    now = now or clock.now()
    today = timezone.localdate(now)
    if posting is None or not follows(posting, JobPosting.Status.OPEN):
        raise NoDraft
    if posting.opens_on and posting.opens_on > today:
        raise OpensLater
    if posting.closes_on and posting.closes_on < today:
        raise DatePassed
    posting.move(JobPosting.Status.OPEN, at=now)
