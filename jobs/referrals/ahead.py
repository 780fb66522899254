"""What is ahead of a member with companies, and what they can answer, on my page."""

from datetime import datetime
from typing import TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import JobSeeker
from accounts.profile.agenda import Appointment, Awaited, Rank, Step
from advisors.models import CounselingBooking
from config.typed import WithAnnotations
from jobs.referrals.models import INTERVIEW_LASTS, JobInterview, Referral


def entries(seeker: JobSeeker, *, now: datetime) -> list[Appointment | Awaited | Step]:
    """Interviews ahead, selections that others have in hand, an offer, and what is not answered."""
    interviews = interviews_of(seeker, now=now)
    met = {interview.referral_id for interview in interviews}
    live: QuerySet[Referral] = seeker.referrals.live().select_related("posting__company").order_by("-proposed_at")
    referrals = list(live)
    offers = [offer(it) for it in referrals if it.is_offered]
    awaited = [word(it) for it in referrals if it.is_in_selection and not it.is_offered and it.pk not in met]
    proposed = [it for it in referrals if it.can_be_answered]
    ahead = [appointment(it, may_practise=not (seeker.is_notices_only or it.is_practised)) for it in interviews]
    return [*ahead, *awaited, *offers, *to_read(proposed)]


class Practised(TypedDict):
    """Whether an interview was practised, or will be."""

    is_practised: bool


def interviews_of(seeker: JobSeeker, *, now: datetime) -> list[WithAnnotations[JobInterview, Practised]]:
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__gt=now - INTERVIEW_LASTS)
    practised = CounselingBooking.objects.holding().filter(
        seeker=seeker, mock_interview__posting=OuterRef("referral__posting")
    )
    named: QuerySet[JobInterview] = ahead.select_related("referral__posting__company")
    return list(named.annotate(is_practised=Exists(practised)))


def offer(referral: Referral) -> Step:
    return Step(
        rank=Rank.OFFER,
        what=_("Offer: %(company)s") % {"company": referral.posting.company.name},
        page=referral_page(referral),
        button=_("Read it and answer"),
        note=_("No hurry."),
        at=referral.proposed_at,
    )


def word(referral: Referral) -> Awaited:
    """Whoever has it: what comes next is theirs to say."""
    since = referral.applied_at or referral.proposed_at
    what = _("Selection: %(company)s") % {"company": referral.posting.company.name}
    return Awaited(what=what, since=since, page=referral_page(referral))


def to_read(proposed: list[Referral]) -> list[Step]:
    """One row for all that is not answered."""
    if not proposed:
        return []
    what = ngettext("%(number)s posting referred to you", "%(number)s postings referred to you", len(proposed))
    page = referral_page(proposed[0]) if len(proposed) == 1 else reverse("jobs:referrals")
    return [
        Step(
            rank=Rank.REFERRALS,
            what=what % {"number": len(proposed)},
            page=page,
            button=_("Read the referrals"),
            note=_("No hurry."),
            at=proposed[0].proposed_at,
        )
    ]


def referral_page(referral: Referral) -> str:
    return reverse("jobs:referral", args=[referral.pk])


def appointment(interview: JobInterview, *, may_practise: bool) -> Appointment:
    return Appointment(
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        what=_("Interview at %(company)s") % {"company": interview.referral.posting.company.name},
        where=interview.place,
        page=reverse("jobs:referral", args=[interview.referral_id]),
        calendar=reverse("jobs:interview_file", args=[interview.pk]),
        practice=practice_for(interview) if may_practise else "",
    )


def practice_for(interview: JobInterview) -> str:
    """In a later app, which is known here by its address alone."""
    return f"{reverse('support:mock_interviews')}?for={interview.referral.posting_id}"
