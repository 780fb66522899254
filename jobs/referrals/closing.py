"""When a posting closes, what is unanswered lapses, and the seeker is told once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.messages.queue import queue_message
from config import clock
from config.steps import follows
from jobs.postings.models import JobPosting
from jobs.postings.opening import lock_posting
from jobs.referrals.models import Actor, Referral


@transaction.atomic
def close_posting(posting_id: int, *, closing: JobPosting.Closing, now: datetime | None = None) -> bool:
    """Close it, for one of three reasons; whether this call did. Selections that have begun go on."""
    posting = lock_posting(posting_id)
    if posting is None or not follows(posting, JobPosting.Status.CLOSED):
        return False
    now = now or clock.now()
    posting.move(JobPosting.Status.CLOSED, at=now, closing=closing)
    unanswered = posting.referrals.proposed().select_for_update(of=("self",)).select_related("seeker__user")
    for referral in unanswered.order_by("pk"):
        referral.move(Referral.Status.LAPSED, at=now, actor=Actor.SERVICE)
        queue_message(
            "jobs/posting_closed",
            referral.seeker.user,
            title=posting.title,
            company=posting.company.name,
            was_filled=closing == JobPosting.Closing.FILLED,
        )
    return True


@transaction.atomic
def close_past(posting_id: int, *, now: datetime | None = None) -> bool:
    """Close it if its last day is over by now, which the desk may have moved meanwhile."""
    posting = lock_posting(posting_id)
    now = now or clock.now()
    is_past = posting and posting.is_open and posting.closes_on and posting.closes_on < timezone.localdate(now)
    return bool(is_past) and close_posting(posting_id, closing=JobPosting.Closing.DATE, now=now)
