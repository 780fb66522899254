"""Who has a selection now, since when, and by when the next word is expected.

It follows from the status; only the day is said by somebody, the advisor, who has it from the company. Past it the
advisor is asked to find out, and nobody else is: the seeker, who has an offer, takes the time they need.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from config.business_days import last_day_before
from config.clock import midnight
from jobs.referrals.models import WITH_COMPANY, Holder, JobInterview, Referral, ReferralEvent, ReferralQuerySet
from jobs.referrals.refusals import DayIsOver, DayTooFar

# So many business days after the company got it, the advisor asks by when it answers, if no day has been said.
ASKED_AFTER = 5
FURTHEST = timedelta(days=180)

Status = Referral.Status


@dataclass(frozen=True)
class Turn:
    """Whose it is: nobody waits for anybody else. `meets_at` is when the next interview begins, if one is ahead."""

    holder: Holder
    since: datetime
    expected_on: date | None
    is_late: bool
    meets_at: datetime | None = None


def turn_of(
    referral: Referral, events: Iterable[ReferralEvent], interviews: Iterable[JobInterview], *, now: datetime
) -> Turn | None:
    """None of one that is not in selection. Its events and interviews come along, so that nothing is asked."""
    if referral.holder is None:
        return None
    standing = [it.starts_at for it in interviews if not it.is_off] if referral.status == Status.INTERVIEW else []
    since = [event.at for event in events if event.to_status == referral.status]
    since += [at for at in standing if at <= now]
    ahead = [at for at in standing if at > now]
    return Turn(
        holder=referral.holder,
        since=max(since, default=referral.applied_at or referral.proposed_at),
        expected_on=referral.word_expected_on,
        is_late=is_late(referral.word_expected_on, today=timezone.localdate(now)),
        meets_at=min(ahead, default=None),
    )


def is_late(expected_on: date | None, *, today: date) -> bool:
    return expected_on is not None and expected_on < today


def refuse_day(day: date, *, today: date) -> None:
    """Raises `NotThatDay`."""
    if day < today:
        raise DayIsOver
    if day > today + FURTHEST:
        raise DayTooFar


# What waits for the advisor


def overdue(referrals: ReferralQuerySet, *, now: datetime) -> ReferralQuerySet:
    """Of these, with the company past its day; or so long without one, unless an interview has been meanwhile.

    `waits_since` that day, or since when the company has had it; the longest first.
    """
    today = timezone.localdate(now)
    long_ago = midnight(last_day_before(today, business_days=ASKED_AFTER) + timedelta(days=1))
    events = ReferralEvent.objects.filter(referral=OuterRef("pk"), to_status=OuterRef("status"))
    meets = JobInterview.objects.filter(referral=OuterRef("pk"), called_off_at=None, starts_at__gte=long_ago)
    held = referrals.filter(status__in=WITH_COMPANY).annotate(
        held_since=Coalesce(Subquery(events.order_by("-at").values("at")[:1]), "applied_at"),
    )
    unsaid = Q(word_expected_on=None, held_since__lt=long_ago) & ~Exists(meets)
    waits_since = Coalesce("word_expected_on", "held_since", output_field=DateTimeField())
    late = held.filter(Q(word_expected_on__lt=today) | unsaid).annotate(waits_since=waits_since)
    return late.order_by("waits_since", "pk")
