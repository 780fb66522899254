"""A posting closes: what hangs on it unanswered lapses, and whoever it was referred to is told once."""

from datetime import datetime

from django.db import transaction

from accounts.actions.messages import queue_message
from jobs.models import Actor, JobPosting, Referral


def lock_posting(posting_id: int) -> JobPosting | None:
    """Whatever changes a referral of a posting waits here; seekers are locked before it, referrals after it."""
    postings = JobPosting.objects.select_for_update(of=("self",)).select_related("company")
    return postings.filter(pk=posting_id).first()


@transaction.atomic
def close_posting(posting_id: int, *, closing: JobPosting.Closing, now: datetime) -> bool:
    """Close it, for one of three reasons; whether this call did. Selections that have begun go on."""
    posting = lock_posting(posting_id)
    if posting is None or JobPosting.Status.CLOSED not in JobPosting.NEXT[posting.status]:
        return False
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
