"""Whom a referral concerns, and what the mails about it say."""

from datetime import datetime

from django.utils.translation import override

from accounts.actions.messages import queue_message
from jobs.calendars import invitation
from jobs.models import JobInterview, Referral


def tell_seeker(kind: str, referral: Referral, **more) -> None:
    """Owe the seeker a mail about a referral. Call it in the change's transaction."""
    posting = referral.posting
    said = {"referral": referral.pk, "title": posting.title, "company": posting.company.name}
    queue_message(kind, referral.seeker.user, **said, **more)


def tell_of_interview(interview: JobInterview, *, moved_from: datetime | None = None, now: datetime) -> None:
    """When and where it is, and when it was: a mail about it leaves in time for both."""
    said = {"place": interview.place, "notes": interview.notes, "was_moved": bool(moved_from)}
    if moved_from:
        said["former_at"] = moved_from.isoformat()
    tell_with_entry("jobs/interview_set", interview, now=now, **said)


def tell_of_interview_off(interview: JobInterview, *, now: datetime) -> None:
    """That it does not take place."""
    tell_with_entry("jobs/interview_off", interview, now=now)


def tell_with_entry(kind: str, interview: JobInterview, *, now: datetime, **more) -> None:
    """With an entry for the seeker's calendar, which replaces the former one of the same interview."""
    referral, starts_at = interview.referral, interview.starts_at.isoformat()
    with override(referral.seeker.user.language):
        calendar = invitation(interview, now=now)
    tell_seeker(kind, referral, starts_at=starts_at, calendar=calendar, **more)


def tell_advisor(referral: Referral) -> None:
    """Owe whoever accompanies the seeker now a mail that names nobody."""
    tie = referral.seeker.assignments.current().select_related("advisor__user").first()
    if tie:
        queue_message("jobs/seeker_moved", tie.advisor.user, referral=referral.pk, status=referral.status)
