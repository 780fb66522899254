"""What mails of this app say, found when they are sent; see `FOUND_WHEN_SENT` in the settings."""

from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import JobSeeker, Message
from advisors.conversation.quiet import wish_of, with_number
from advisors.models import Assignment
from jobs.conditions.matching import explanation, ranked, with_fits
from jobs.conditions.referable import with_standing
from jobs.models import JobInterview, JobPosting, Referral

MOST = 10


def conditions_changed(message: Message) -> dict | None:
    """Where the advisor reads them; nothing to whom the seeker has left, or of one who is leaving."""
    seekers = JobSeeker.objects.visible_to(message.recipient).filter(pk=message.context["about"])
    seeker = with_standing(seekers).first()
    if seeker is None or seeker.is_leaving or seeker.is_notices_only:
        return None
    return {"admin_url": settings.SITE_URL + reverse("admin:accounts_jobseeker_change", args=[seeker.pk])}


def referred(message: Message) -> dict | None:
    """Nothing to whom wishes for answers only."""
    wish = wish_of(message.recipient.job_seeker)
    return referred_as_asked(message) if with_number(wish).most_per_week else None


def referred_as_asked(message: Message) -> dict | None:
    """What waits for the seeker still, of what the advisor of now has referred."""
    tie = Assignment.objects.current().filter(seeker__user=message.recipient).first()
    if tie is None:
        return None
    referrals = Referral.objects.proposed().filter(pk__in=message.context["referrals"], proposed_at__gte=tie.began_at)
    rows = referrals.select_related("posting__company").order_by("pk")
    told = [(row.posting, settings.SITE_URL + reverse("jobs:referral", args=[row.pk])) for row in rows]
    return {"referrals": told} if told else None


def selection_moved(message: Message) -> dict | None:
    """The step it is at; a later one has a mail of its own, and what the seeker has done meanwhile needs none."""
    at_that = Referral.objects.filter(pk=message.context["referral"], status=message.context["status"])
    return {} if at_that.exists() else None


def interview_set(message: Message) -> dict | None:
    """One that stands as it was said; moved again or called off, it has a later mail."""
    said = {name: message.context[name] for name in ("starts_at", "place", "notes")}
    standing = JobInterview.objects.filter(referral=message.context["referral"], called_off_at=None, **said)
    return {} if standing.exists() else None


def job_notice(message: Message) -> dict | None:
    """At most ten postings that are new since the member was told last, best first; None if none is left by now."""
    conditions = list(message.recipient.job_seeker.desired_conditions.all())
    opened = {"opened_at__gt": told_until(message), "opened_at__lte": message.queued_at}
    new = ranked(JobPosting.objects.open().filter(**opened), conditions).select_related("company")
    postings = with_fits(new, conditions)[:MOST]
    if not postings:
        return None
    return {
        "postings": [
            (posting, settings.SITE_URL + posting.get_absolute_url(), explanation(posting, conditions))
            for posting in postings
        ]
    }


def told_until(message: Message) -> datetime:
    """As the database wrote it into the context; SQLite says no time zone."""
    moment = datetime.fromisoformat(message.context["since"])
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=UTC)
