"""A posting opens by the desk's hand. When it closes, what is unanswered lapses, and the seeker is told once."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.messages.queue import queue_message
from config import clock
from jobs.postings.models import JobPosting
from jobs.referrals.models import Actor, Referral


class NotOpened(Exception):
    """A posting cannot be opened now."""


class TooEarly(NotOpened):
    """Its opening date is ahead."""


class TooLate(NotOpened):
    """Its closing date has passed."""


class NoDraft(NotOpened):
    """It is open already, or closed for good."""


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
    if posting is None or JobPosting.Status.OPEN not in JobPosting.NEXT[posting.status]:
        raise NoDraft
    if posting.opens_on and posting.opens_on > today:
        raise TooEarly
    if posting.closes_on and posting.closes_on < today:
        raise TooLate
    posting.move(JobPosting.Status.OPEN, at=now)


@transaction.atomic
def close_posting(posting_id: int, *, closing: JobPosting.Closing, now: datetime | None = None) -> bool:
    """Close it, for one of three reasons; whether this call did. Selections that have begun go on."""
    posting = lock_posting(posting_id)
    if posting is None or JobPosting.Status.CLOSED not in JobPosting.NEXT[posting.status]:
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
