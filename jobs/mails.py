"""Which mail of this app goes out when, and what it says of how things are then."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.messages.contexts import revived
from accounts.messages.kinds import Kind, Leaves
from accounts.models import JobSeeker, Message, Notice, Topic
from advisors.conversation.quiet import wish_of, with_number
from advisors.models import Assignment
from config.typed import Typed
from jobs.conditions.matching import explanation, ranked, with_fits
from jobs.conditions.referable import with_standing
from jobs.models import JobInterview, JobPosting, Referral

MOST = 10


def conditions_changed(message: Message) -> Typed | None:
    """Where the advisor reads them; nothing to whom the seeker has left, or of one who is leaving."""
    seekers = JobSeeker.objects.visible_to(message.reader).filter(pk=message.context["about"])
    seeker = with_standing(seekers).first()
    if seeker is None or seeker.is_leaving or seeker.is_notices_only:
        return None
    return {"admin_url": settings.SITE_URL + reverse("admin:accounts_jobseeker_change", args=[seeker.pk])}


def referred(message: Message) -> Typed | None:
    """Nothing to whom wishes for answers only."""
    wish = wish_of(message.reader.job_seeker)
    return referred_as_asked(message) if with_number(wish).most_per_week else None


def referred_as_asked(message: Message) -> Typed | None:
    """What waits for the seeker still, of what the advisor of now has referred."""
    tie = Assignment.objects.current().filter(seeker__user=message.recipient).first()
    if tie is None:
        return None
    referrals = Referral.objects.proposed().filter(pk__in=message.context["referrals"], proposed_at__gte=tie.began_at)
    rows = referrals.select_related("posting__company").order_by("pk")
    told = [(row.posting, settings.SITE_URL + reverse("jobs:referral", args=[row.pk])) for row in rows]
    return {"referrals": told} if told else None


def selection_moved(message: Message) -> Typed | None:
    """The step it is at; a later one has a mail of its own, and what the seeker has done meanwhile needs none."""
    at_that = Referral.objects.filter(pk=message.context["referral"], status=message.context["status"])
    return {} if at_that.exists() else None


def interview_set(message: Message) -> Typed | None:
    """One that stands as it was said; moved again or called off, it has a later mail."""
    told = revived(message)
    said = {name: told[name] for name in ("starts_at", "place", "notes")}
    standing = JobInterview.objects.filter(referral=told["referral"], called_off_at=None, **said)
    return {} if standing.exists() else None


def job_notice(message: Message) -> Typed | None:
    """At most ten postings that are new since the member was told last, best first; nothing if none is left."""
    conditions = list(message.reader.job_seeker.desired_conditions.all())
    opened = {"opened_at__gt": revived(message)["since"], "opened_at__lte": message.queued_at}
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


# What `referrals/notifying.py` says of a referral, and of an interview with its entry for the calendar.
OF_REFERRAL = {"referral": int, "title": str, "company": str}
ENTRY = {"starts_at": datetime, "calendar": str}
MAILS = {
    "conditions_changed": Kind(
        _("To the advisor: conditions changed"),
        "To the advisor, an hour after a seeker has begun to change their conditions; one for all of the hour.",
        Leaves.AT_ONCE,
        stored={"about": int},
        found=conditions_changed,
    ),
    "interview_off": Kind(
        _("Interview called off"),
        "To the seeker, as an interview ahead is called off.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=OF_REFERRAL | ENTRY,
    ),
    "interview_set": Kind(
        _("Interview set"),
        "To the seeker, as an interview is set, or its time, place or note changes.",
        Leaves.WITH_APPOINTMENT,
        topic=Topic.APPOINTMENTS,
        stored=OF_REFERRAL | ENTRY | {"place": str, "notes": str, "was_moved": bool, "former_at": datetime | None},
        found=interview_set,
    ),
    "job_notice": Kind(
        Notice.JOB.label,
        "To members who have not turned it off, each day or week as they chose, as new postings meet their must-haves.",
        Leaves.IN_HOURS,
        topic=Topic.NOTICES,
        stored={"since": datetime},
        found=job_notice,
    ),
    "posting_closed": Kind(
        _("Job posting closed"),
        "To the seeker, as a posting closes whose referral they have not answered.",
        Leaves.IN_HOURS,
        topic=Topic.SELECTION,
        stored={"title": str, "company": str, "was_filled": bool},
    ),
    "referred": Kind(
        _("Job posting referred"),
        "To the seeker, ten minutes after the advisor has referred a posting; one for all of them.",
        Leaves.COUNTED,
        topic=Topic.SELECTION,
        stored={"referrals": list},
        found=referred,
    ),
    "referred_as_asked": Kind(
        _("Job posting referred, as asked for"),
        "The same, where the seeker has asked for referrals or for this posting.",
        Leaves.IN_HOURS,
        topic=Topic.SELECTION,
        stored={"referrals": list},
        found=referred_as_asked,
    ),
    "seeker_moved": Kind(
        _("To the advisor: decision of a job seeker"),
        "To the advisor, as a seeker has applied, accepted an offer or stepped back.",
        Leaves.AT_ONCE,
        stored={"referral": int, "status": str},
    ),
    "selection_moved": Kind(
        _("Next step of a selection"),
        "To the seeker, as the company looks at their documents, makes an offer or decides against them.",
        Leaves.IN_HOURS,
        topic=Topic.SELECTION,
        stored=OF_REFERRAL | {"status": str},
        found=selection_moved,
    ),
}
