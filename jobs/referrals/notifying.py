"""Whom a referral concerns, and what the mails about it say."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import override

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from advisors.conversation.quiet import counted_leaves_at, opens_at
from jobs.conditions.models import PostingWish, ReferralWish
from jobs.postings.models import JobPosting
from jobs.referrals.calendars import invitation
from jobs.referrals.models import JobInterview, Referral


def tell_seeker(kind: str, referral: Referral, **more: Any) -> None:
    """Owe the seeker a mail about a referral. Call it in the change's transaction."""
    posting = referral.posting
    queue_message(
        kind,
        referral.seeker.user,
        referral=referral.pk,
        title=posting.title,
        company=posting.company.name,
        **more,
    )


# What an advisor refers in one go is one mail.
GATHERED = timedelta(minutes=10)
# The second counts for nothing: the seeker has asked for it.
REFERRED, REFERRED_AS_ASKED = "jobs/referred", "jobs/referred_as_asked"


def tell_of_referral(referral: Referral, *, is_asked: bool, now: datetime) -> None:
    """Owe the seeker a mail about it, one with whatever else is referred before it leaves. Call with the seeker locked.

    The mail that waits is locked, and what it says is found after it was taken: nothing is added to one that has left.
    """
    kind, leaves_at = REFERRED_AS_ASKED if is_asked else REFERRED, now + GATHERED
    owed = Message.objects.filter(recipient=referral.seeker.user, kind__in=[REFERRED, REFERRED_AS_ASKED], tries=0)
    waiting = owed.filter(status=Message.Status.QUEUED).select_for_update(of=("self",)).first()
    if waiting is None:
        queue_message(kind, referral.seeker.user, not_before=leaves_at, referrals=[referral.pk])
        return
    waiting.kind = kind if is_asked else waiting.kind
    waiting.context["referrals"].append(referral.pk)
    waiting.save(update_fields=["kind", "context"])
    waiting.wait(min(waiting.try_at, leaves_at), now=now)


def referral_leaves_at(seeker: JobSeeker, posting: JobPosting, *, now: datetime) -> datetime | None:
    """When the mail about it would leave; None if the seeker wishes for answers only, and has not asked for it."""
    is_asked = ReferralWish.objects.filter(seeker=seeker).exists()
    if is_asked or PostingWish.objects.filter(seeker=seeker, posting=posting).exists():
        return opens_at(seeker, now=now + GATHERED)
    return counted_leaves_at(seeker, now=now + GATHERED)


def tell_of_interview(interview: JobInterview, *, moved_from: datetime | None = None, now: datetime) -> None:
    """When and where it is, and when it was: a mail about it leaves in time for both."""
    moved = {"was_moved": bool(moved_from), "former_at": moved_from}
    tell_with_entry("jobs/interview_set", interview, now=now, place=interview.place, notes=interview.notes, **moved)


def tell_of_interview_off(interview: JobInterview, *, now: datetime) -> None:
    """That it does not take place."""
    tell_with_entry("jobs/interview_off", interview, now=now)


def tell_with_entry(kind: str, interview: JobInterview, *, now: datetime, **more: Any) -> None:
    """With an entry for the seeker's calendar, which replaces the former one of the same interview."""
    referral = interview.referral
    with override(referral.seeker.user.language):
        calendar = invitation(interview, now=now)
    tell_seeker(kind, referral, starts_at=interview.starts_at, calendar=calendar, **more)


def tell_advisor(referral: Referral) -> None:
    """Owe whoever accompanies the seeker now a mail that names nobody."""
    tie = referral.seeker.assignments.current().select_related("advisor__user").first()
    if tie:
        queue_message("jobs/seeker_moved", tie.advisor.user, referral=referral.pk, status=referral.status)
