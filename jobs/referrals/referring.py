"""An advisor puts a posting before a seeker. Locks are taken in one order: seeker, posting, referral."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import accompanies, lock_seeker
from jobs.conditions.matching import explain, unmet_must_haves
from jobs.conditions.models import PostingWish, ReferralWish
from jobs.conditions.referable import refusal, with_standing, without_outcome
from jobs.postings.models import JobPosting
from jobs.postings.opening import lock_posting
from jobs.referrals.models import Referral
from jobs.referrals.notifying import tell_of_referral
from jobs.referrals.refusals import (
    AlreadyReferred,
    CounselingFirst,
    NoteNeeded,
    NoticesOnly,
    NotOpen,
    NotReferable,
    NotTheirAdvisor,
    OutcomeFirst,
    SeekerLeaves,
)

REFUSALS = {
    "leaving": SeekerLeaves,
    "notices_only": NoticesOnly,
    "counseling": CounselingFirst,
    "advisor": NotTheirAdvisor,
}


@transaction.atomic
def refer(seeker: JobSeeker, posting: JobPosting, *, by: User, note: str, now: datetime | None = None) -> Referral:
    """Refer it, with a note why, and tell the seeker once; nothing ever reminds them. Raises `NotReferable`."""
    locked, still = lock_seeker(seeker.pk), lock_posting(posting.pk)
    now = now or locked.locked_at
    if refused := why_not(locked, by, now=now):
        raise refused
    if still is None or not still.is_open:
        raise NotOpen
    if not note.strip() and unmet_must_haves(explain(still.pk, locked.desired_conditions.all())):
        raise NoteNeeded
    referral = put_before(locked, still, by=by, note=note.strip(), now=now)
    asked, _ = ReferralWish.objects.filter(seeker=locked).delete()
    asked_for_this, _ = PostingWish.objects.filter(seeker=locked, posting=still).delete()
    tell_of_referral(referral, is_asked=bool(asked or asked_for_this), now=now)
    return referral


def why_not(seeker: JobSeeker, by: User, *, now: datetime) -> NotReferable | None:
    """Why nothing may be referred to this seeker by this person, if so. To act on it, call with the seeker locked."""
    if not may_act_for(by, seeker):
        return NotTheirAdvisor()
    because = refusal(with_standing(JobSeeker.objects.all()).get(pk=seeker.pk))
    if because == "counseling" and (over := without_outcome(seeker, now=now)):
        return OutcomeFirst(over)
    return REFUSALS[because]() if because else None


def may_act_for(by: User, seeker: JobSeeker) -> bool:
    """Whether this person refers, and moves a selection along: the seeker's advisor now, or an administrator."""
    return by.is_superuser or accompanies(by, seeker)


def put_before(seeker: JobSeeker, posting: JobPosting, *, by: User, note: str, now: datetime) -> Referral:
    """The database refuses the second of the same posting. Raises `AlreadyReferred`."""
    try:
        with transaction.atomic():
            return Referral.objects.create(seeker=seeker, posting=posting, referred_by=by, note=note, proposed_at=now)
    except IntegrityError as twin:
        raise AlreadyReferred from twin
