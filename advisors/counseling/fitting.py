"""Which slots a seeker is offered, and until when what they booked may be changed."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypedDict

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import AdvisorGender, JobSeeker, leaving
from advisors.assignment.models import Assignment
from advisors.counseling.models import CounselingBooking, CounselingSlot, SlotWait
from advisors.invitation.models import ProposedAdvisor
from advisors.people.models import Advisor
from config.typed import WithAnnotations

Purpose = CounselingBooking.Purpose
BOOKED_AHEAD = timedelta(hours=3)
CHANGED_UNTIL = timedelta(hours=3)


def advisors_for(seeker: JobSeeker, *, wish: str | None = None) -> QuerySet[Advisor]:
    """Who may counsel this seeker: their own advisor; without one, those at work, with room, of the wished gender.

    `wish` narrows what the seeker has wished for, and never widens it: a wish is lifted in the profile.
    """
    at_work = Advisor.objects.at_work()
    own = at_work.filter(assignments__seeker=seeker, assignments__ended_at=None)
    if seeker.assignments.current().exists():
        return own
    fitting = at_work.with_room().fitting(seeker.advisor_gender).not_left_by(seeker)
    return fitting.fitting(wish or AdvisorGender.ANY)


def slots_for(
    seeker: JobSeeker, *, now: datetime, wish: str | None = None, only: int | None = None
) -> QuerySet[CounselingSlot]:
    """The free slots of whoever may counsel this seeker, the soonest first; none while they are at an interview.

    Who that is, is asked beforehand: told how few they are, PostgreSQL reads their slots and not everybody's. `only`
    narrows them to one.
    """
    fitting = advisors_for(seeker, wish=wish)
    advisors = list((fitting.filter(pk=only) if only else fitting).values_list("pk", flat=True))
    free = CounselingSlot.objects.free().beginning_from(now + BOOKED_AHEAD).filter(~is_at_interview(seeker))
    return free.filter(advisor__in=advisors).order_by("held_on", "hour", "advisor")


def is_at_interview(seeker: JobSeeker) -> Exists:
    """That a slot reaches into an interview of the seeker at a company: nobody is in two places."""
    return Exists(seeker.referrals.at_interview(OuterRef("held_on"), OuterRef("hour")))


class OfShownSlot(TypedDict):
    """Whether somebody else has a slot than the seeker who looks at it, and whether they are barred: leave, or have one
    ahead.
    """

    looker: int
    is_taken: bool
    is_barred: bool


ShownSlot = WithAnnotations[CounselingSlot, OfShownSlot]


def slot_shown_to(
    slot_id: int | str, seeker: JobSeeker, purpose: Purpose | str = Purpose.COUNSELING
) -> ShownSlot | None:
    """The slot, free or not, if the seeker may know of it: of their own advisor, or of any whom they could have had."""
    of_own = slots_of_own_advisor(purpose).filter(pk=slot_id, looker=seeker.pk)
    if seeker.unassigned_since is None and (slot := of_own.first()):
        return slot
    return slots_of_others(seeker, purpose).filter(pk=slot_id).first()


@cache
def slots_of_own_advisor(purpose: Purpose | str) -> QuerySet[ShownSlot]:
    """By `looker`. Written once: many ask it of one slot at a time, and to write it takes longer than to ask it."""
    slots = CounselingSlot.objects.filter(advisor__assignments__ended_at=None)
    return standing_to(slots.annotate(looker=F("advisor__assignments__seeker")), purpose)


def slots_of_others(seeker: JobSeeker, purpose: Purpose | str) -> QuerySet[ShownSlot]:
    """Those of whom they could have had; of who has an advisor, none."""
    advisors = Advisor.objects.fitting(seeker.advisor_gender).not_left_by(seeker)
    advisors = advisors.filter(~Exists(seeker.assignments.current()))
    slots = CounselingSlot.objects.filter(advisor__in=advisors.values("pk"))
    return standing_to(slots.annotate(looker=Value(seeker.pk)), purpose)


def standing_to(slots: QuerySet[CounselingSlot], purpose: Purpose | str) -> QuerySet[ShownSlot]:
    """How they stand to their `looker`; one is looked for among them, in no order."""
    holding = CounselingBooking.objects.holding().filter(slot=OuterRef("pk"))
    ahead = CounselingBooking.objects.one_ahead(purpose).filter(seeker=OuterRef("looker"))
    slots = slots.filter(advisor__is_at_work=True).select_related("advisor", "office").order_by()
    asked: QuerySet[Any] = slots.annotate(
        is_taken=Exists(holding.exclude(seeker=OuterRef("looker"))), is_barred=Exists(ahead) | leaving("looker")
    )
    return asked


class Standing(TypedDict):
    """How a seeker stands before they book: since when they wait for a slot, and their own advisor's name, if any.

    `proposed` is the id of the advisor whom an invitation proposes: 0 of one that counted no more, None without one.
    """

    is_leaving: bool
    waits_since: datetime | None
    own_advisor: str | None
    proposed: int | None


def standing(seeker: JobSeeker) -> Standing:
    """Asked at once."""
    waits = SlotWait.objects.untold().filter(seeker=OuterRef("pk"))
    current = Assignment.objects.current().filter(seeker=OuterRef("pk"))
    seekers: QuerySet[JobSeeker] = JobSeeker.objects.with_leaving()
    proposed = ProposedAdvisor.objects.filter(seeker=OuterRef("pk")).values(id_or_0=Coalesce("advisor", 0))
    asked = seekers.annotate(
        waits_since=waits.values("since"), own_advisor=current.values("advisor__name"), proposed=Subquery(proposed)
    )
    return asked.values("is_leaving", "waits_since", "own_advisor", "proposed").get(pk=seeker.pk)


def change_until(booking: CounselingBooking) -> datetime:
    """The last moment at which the seeker may move or cancel it on the site."""
    return booking.slot.starts_at - CHANGED_UNTIL


def may_change(booking: CounselingBooking, *, now: datetime) -> bool:
    """Whether the seeker may still move or cancel it."""
    return booking.status == CounselingBooking.Status.BOOKED and now <= change_until(booking)
