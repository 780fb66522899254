"""From application to acceptance. The seeker applies, declines, steps back and accepts, and nobody else does.

Locks are taken in one order: seeker, posting, referral.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import JobSeeker, User
from advisors.assignment.assigning import lock_seeker
from config import clock
from config.steps import InvalidTransition
from config.typed import WithAnnotations
from jobs.conditions.editing import make_must
from jobs.conditions.refusals import NoSuchCondition
from jobs.postings.models import JobPosting
from jobs.postings.opening import lock_posting
from jobs.referrals.closing import close_posting
from jobs.referrals.following import let_follow
from jobs.referrals.models import INTERVIEW_LASTS, Actor, CompanyNote, JobInterview, Referral
from jobs.referrals.notifying import tell_advisor, tell_of_interview, tell_of_interview_off, tell_seeker
from jobs.referrals.referring import may_act_for
from jobs.referrals.refusals import (
    AlreadyAnswered,
    CounselingThen,
    InterviewBegun,
    InterviewOff,
    InterviewThen,
    Leaving,
    MockInterviewThen,
    NotTheirAdvisor,
    NotWithCompany,
    NotYours,
    PlaceTaken,
    PostingClosed,
)
from jobs.referrals.whose_turn import refuse_day

Status = Referral.Status


LockedReferral = WithAnnotations[Referral, clock.LockedAt]


def lock_referral(referral_id: int) -> LockedReferral | None:
    """The referral with its seeker and posting, all under a lock; None if it is gone, as after a withdrawal.

    With it comes the time, `locked_at`: who changes a referral waits for its seeker or its posting.
    """
    referrals: QuerySet[Referral] = Referral.objects.filter(pk=referral_id)
    with suppress(Referral.DoesNotExist, JobSeeker.DoesNotExist):
        unlocked = referrals.get()
        seeker, posting = lock_seeker(unlocked.seeker_id), lock_posting(unlocked.posting_id)
        referral = referrals.select_for_update(of=("self",)).annotate(locked_at=clock.reading()).get()
        referral.seeker = seeker
        if posting:
            referral.posting = posting
        return referral
    return None


# What the seeker does


def own(referral_id: int, by: User) -> LockedReferral:
    """The referral, locked, if it was put before this very person. Raises `NotYours`."""
    referral = lock_referral(referral_id)
    if referral is None or referral.seeker.user_id != by.pk:
        raise NotYours
    return referral


def act(referral: Referral, status: Status, *, by: User, now: datetime, **said: str) -> None:
    """The seeker's own step. Raises `AlreadyAnswered` where it does not follow."""
    try:
        referral.move(status, at=now, actor=Actor.SEEKER, by=by, **said)
    except InvalidTransition as refusal:
        raise AlreadyAnswered(referral.get_status_display()) from refusal


@transaction.atomic
def apply(referral_id: int, *, by: User, now: datetime | None = None) -> Referral:
    """The seeker applies; their advisor is told. Raises `Refusal`."""
    referral = own(referral_id, by)
    now = now or referral.locked_at
    if referral.can_be_answered and not referral.posting.is_open:
        raise PostingClosed
    if referral.can_be_answered and referral.seeker.is_leaving:
        raise Leaving
    act(referral, Status.APPLIED, by=by, now=now)
    tell_advisor(referral)
    return referral


@transaction.atomic
def decline(
    referral_id: int, *, by: User, now: datetime | None = None, reason: str = "", comment: str = "", condition: str = ""
) -> Referral:
    """The seeker declines, and need not say why; a `condition` they name becomes a must-have. Raises `Refusal`."""
    referral = own(referral_id, by)
    now = now or referral.locked_at
    said = {"decline_reason": reason, "decline_comment": comment, "decline_condition": condition}
    act(referral, Status.DECLINED, by=by, now=now, **said)
    if condition:
        with suppress(NoSuchCondition):  # taken away in another tab
            make_must(referral.seeker_id, condition, now=now)
    return referral


@transaction.atomic
def step_back(referral_id: int, *, by: User, now: datetime | None = None) -> Referral:
    """The seeker leaves the selection, at any point of it; their advisor tells the company. Raises `Refusal`."""
    referral = own(referral_id, by)
    now = now or referral.locked_at
    act(referral, Status.WITHDRAWN_BY_SEEKER, by=by, now=now)
    tell_advisor(referral)
    let_follow(referral, now=now)
    return referral


@transaction.atomic
def accept(
    referral_id: int, *, by: User, now: datetime | None = None, stepping_back_from: Iterable[int] = ()
) -> Referral:
    """The seeker takes the offer, and steps back from those others they say. A filled posting closes.

    Raises `Refusal`.
    """
    referral = own(referral_id, by)
    now = now or referral.locked_at
    if referral.is_offered and referral.posting.places_left < 1:
        raise PlaceTaken
    act(referral, Status.ACCEPTED, by=by, now=now)
    referral.posting.fill_place()
    tell_advisor(referral)
    leave_others(referral, stepping_back_from, by=by, now=now)
    if referral.posting.places_left < 1:
        close_posting(referral.posting_id, closing=JobPosting.Closing.FILLED, now=now)
    return referral


def leave_others(accepted: Referral, others: Iterable[int], *, by: User, now: datetime) -> None:
    """Step back from other selections of the same seeker."""
    also = accepted.seeker.referrals.in_selection().filter(pk__in=others)
    for referral in also.select_for_update(of=("self",)).order_by("pk"):
        referral.seeker = accepted.seeker
        act(referral, Status.WITHDRAWN_BY_SEEKER, by=by, now=now)
        tell_advisor(referral)
        let_follow(referral, now=now)


# What the advisor does, once the seeker has applied


def entrusted(referral_id: int, by: User) -> LockedReferral:
    """The referral, locked, to whoever accompanies the seeker now. Raises `NotTheirAdvisor`."""
    referral = lock_referral(referral_id)
    if referral is None or not may_act_for(by, referral.seeker):
        raise NotTheirAdvisor
    return referral


@transaction.atomic
def move_along(referral_id: int, status: Status, *, by: User, now: datetime | None = None) -> Referral:
    """To screening, offered or rejected, as the company says; the seeker is told. Raises `InvalidTransition`."""
    referral = entrusted(referral_id, by)
    now = now or referral.locked_at
    referral.move(status, at=now, actor=Actor.STAFF, by=by)
    tell_seeker("jobs/selection_moved", referral, status=status)
    let_follow(referral, now=now)
    return referral


def to_screening(referral_id: int, *, by: User, now: datetime | None = None) -> Referral:
    return move_along(referral_id, Status.SCREENING, by=by, now=now)


def to_offered(referral_id: int, *, by: User, now: datetime | None = None) -> Referral:
    return move_along(referral_id, Status.OFFERED, by=by, now=now)


def reject(referral_id: int, *, by: User, now: datetime | None = None) -> Referral:
    """The company decided against it."""
    return move_along(referral_id, Status.REJECTED, by=by, now=now)


@transaction.atomic
def to_interview(
    referral_id: int, *, by: User, starts_at: datetime, place: str, notes: str = "", now: datetime | None = None
) -> JobInterview:
    """The company invites to an interview, or to a further one; the seeker is told.

    Raises `ElsewhereThen`, `NotTheirAdvisor` or `InvalidTransition`.
    """
    referral = entrusted(referral_id, by)
    now = now or referral.locked_at
    was_there = referral.status == Status.INTERVIEW
    if not was_there:
        referral.move(Status.INTERVIEW, at=now, actor=Actor.STAFF, by=by)
    refuse_elsewhere(referral, starts_at)
    said = {"starts_at": starts_at, "called_off_at": None}
    interview, is_new = referral.interviews.get_or_create(**said, defaults={"place": place, "notes": notes})
    if is_new:
        if was_there:
            referral.expect_word(None)
        interview.referral = referral
        tell_of_interview(interview, now=now)
    return interview


def refuse_elsewhere(referral: Referral, starts_at: datetime) -> None:
    """Nobody is in two places. Call with the seeker locked; raises `ElsewhereThen`.

    One company may ask for two talks in the same hour.
    """
    counseling = referral.seeker.counseling_bookings.during(starts_at, starts_at + INTERVIEW_LASTS)
    if booked := counseling.select_related("slot").first():
        refusal = MockInterviewThen if booked.is_mock_interview else CounselingThen
        raise refusal(booked.slot.starts_at)
    others = JobInterview.objects.standing().filter(referral__seeker=referral.seeker).exclude(referral=referral)
    near = {"starts_at__gt": starts_at - INTERVIEW_LASTS, "starts_at__lt": starts_at + INTERVIEW_LASTS}
    if other := others.filter(**near).first():
        raise InterviewThen(other.starts_at)


def appointed(interview_id: int, by: User) -> tuple[JobInterview, datetime]:
    """An interview of a selection that is at its interviews, the referral locked, and the time that is.

    Raises `NotTheirAdvisor` or `InvalidTransition`.
    """
    unlocked = JobInterview.objects.filter(pk=interview_id).first()
    if unlocked is None:
        raise NotTheirAdvisor
    referral = entrusted(unlocked.referral_id, by)
    if referral.status != Status.INTERVIEW:
        raise InvalidTransition(f"{referral} has gone on")
    interview = JobInterview.objects.get(pk=interview_id)
    interview.referral = referral
    return interview, referral.locked_at


@transaction.atomic
def move_interview(
    interview_id: int, *, by: User, starts_at: datetime, place: str, notes: str = "", now: datetime | None = None
) -> JobInterview:
    """Another time, place or note for the same interview; the seeker is told.

    Raises `InterviewOff`, `ElsewhereThen`, `NotTheirAdvisor` or `InvalidTransition`.
    """
    interview, locked_at = appointed(interview_id, by)
    now = now or locked_at
    if interview.is_off:
        raise InterviewOff
    if (interview.starts_at, interview.place, interview.notes) == (starts_at, place, notes):
        return interview
    if interview.starts_at != starts_at:
        refuse_elsewhere(interview.referral, starts_at)
    former_at = interview.starts_at
    interview.starts_at, interview.place, interview.notes = starts_at, place, notes
    interview.save(update_fields=["starts_at", "place", "notes"])
    tell_of_interview(interview, moved_from=former_at, now=now)
    let_follow(interview.referral, interview, now=now)
    return interview


@transaction.atomic
def call_off_interview(interview_id: int, *, by: User, now: datetime | None = None) -> JobInterview:
    """It does not take place, and the selection goes on; the seeker is told, once.

    Raises `InterviewBegun`, `NotTheirAdvisor` or `InvalidTransition`.
    """
    interview, locked_at = appointed(interview_id, by)
    now = now or locked_at
    if interview.is_off:
        return interview
    if interview.starts_at <= now:
        raise InterviewBegun
    interview.call_off(at=now)
    tell_of_interview_off(interview, now=now)
    let_follow(interview.referral, interview, now=now)
    return interview


@transaction.atomic
def expect_word(referral_id: int, *, by: User, on: date, now: datetime | None = None) -> Referral:
    """By when the company answers, as it has told the advisor. Nobody is told; the seeker's page says it.

    Raises `NotTheirAdvisor`, `NotWithCompany` or `NotThatDay`.
    """
    referral = entrusted(referral_id, by)
    now = now or referral.locked_at
    if not referral.is_with_company:
        raise NotWithCompany
    refuse_day(on, today=timezone.localdate(now))
    referral.expect_word(on)
    return referral


@transaction.atomic
def note_company(referral_id: int, *, by: User, text: str, now: datetime | None = None) -> CompanyNote:
    """What was said between the advisor and the company. The seeker never sees it."""
    referral = entrusted(referral_id, by)
    now = now or referral.locked_at
    return referral.company_notes.create(text=text, written_at=now, written_by=by)
