"""An advisor leaves, or is ill: all their seekers are handed on at once."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, OfLeaver, User, leaving
from advisors.assignment.assigning import lock_seeker
from advisors.assignment.models import Assignment
from advisors.assignment.refusals import NotAssignable
from advisors.counseling.slots import make_slots_of
from advisors.handover.models import AdvisorChangeRequest
from advisors.handover.ranking import Wanted, colleagues_at_work, had_by, ranked, spread
from advisors.handover.replacing import end, replace
from advisors.people.models import Advisor
from config import clock
from config.refusals import Refusal
from config.steps import InvalidTransition
from config.typed import WithAnnotations


class OwnSeekers(Refusal):
    """Nobody hands over their own seekers: whom they could not place would tell what was wished for in confidence."""

    said = _("Somebody else has to hand your own seekers over.")


@dataclass(frozen=True)
class HandedOver:
    """How many seekers have a next advisor, and how many have none; and whom somebody else has to hand on."""

    placed: int
    left: int
    refused: tuple[str, ...] = ()  # their member numbers


def hand_over(advisor_id: int, *, by: User, now: datetime | None = None) -> HandedOver:
    """Note that the advisor is away, and pass each seeker on, as evenly as the wishes allow.

    Who cannot be placed is without an advisor from now on, is listed for the desk, and is told so; nobody is looked for
    to follow for who is leaving. Each seeker is passed on in a transaction of their own: one who cannot be is named,
    and the others go on; run again, it goes on where it was broken off. Raises `OwnSeekers`.
    """
    send_away(advisor_id, by)
    ties = list(seekers_of(advisor_id))
    begun = now or clock.now()
    next_advisors = plan([tie.seeker for tie in ties if not tie.is_leaving], now=begun)
    make_slots_of(advisor_id, today=timezone.localdate(begun))
    placed, refused = [], []
    for tie in ties:
        try:
            placed.append(pass_on(tie, next_advisors.get(tie.seeker_id), by=by, now=now))
        except (NotAssignable, InvalidTransition, IntegrityError):
            refused.append(tie.seeker.member_number)
    return HandedOver(placed=placed.count(True), left=placed.count(False), refused=tuple(refused))


@transaction.atomic
def send_away(advisor_id: int, by: User) -> None:
    """Nobody books with them or is given to them from now on."""
    advisor = Advisor.objects.select_for_update(of=("self",)).get(pk=advisor_id)
    if advisor.user_id == by.pk:
        raise OwnSeekers
    advisor.is_at_work = False
    advisor.save(update_fields=["is_at_work"])


def seekers_of(advisor_id: int) -> QuerySet[WithAnnotations[Assignment, OfLeaver]]:
    """The ties to be handed over."""
    ties: QuerySet[Assignment] = Assignment.objects.current().filter(advisor=advisor_id)
    return ties.annotate(is_leaving=leaving("seeker")).select_related("seeker__user").order_by("pk")


def plan(seekers: list[JobSeeker], *, now: datetime) -> dict[int, int]:
    """The next advisor of each seeker who can have one: both by their ids."""
    colleagues, had, wishes = colleagues_at_work(now=now), had_by(seekers), wishes_of(seekers)
    choices = {}
    for seeker in seekers:
        wanted = Wanted(
            wishes.get(seeker.pk, seeker.advisor_gender), "", seeker.prefecture, had[seeker.pk], seeker.user.language
        )
        choices[seeker.pk] = [proposal.colleague.pk for proposal in ranked(colleagues, wanted)]
    load = {colleague.pk: colleague.load for colleague in colleagues}
    return spread(choices, load, {colleague.pk: colleague.capacity - colleague.load for colleague in colleagues})


def wishes_of(seekers: list[JobSeeker]) -> dict[int, str]:
    """The gender that those wish for who have asked for another advisor."""
    asked = AdvisorChangeRequest.objects.open().filter(seeker__in=[seeker.pk for seeker in seekers])
    return dict(asked.values_list("seeker", "advisor_gender"))


@transaction.atomic
def pass_on(tie: Assignment, advisor_id: int | None, *, by: User, now: datetime | None = None) -> bool:
    """Whether the seeker has a next advisor now. One who has changed meanwhile, by themselves, is left as they are.

    Raises `OwnSeeker` where whoever hands over was the seeker's advisor once.
    """
    if lock_seeker(tie.seeker_id).current_advisor != tie.advisor_id:
        return True
    if advisor_id is not None:
        with suppress(NotAssignable):
            replace(tie.seeker_id, advisor_id, by=by, now=now)
            return True
    end(tie.pk, by=by, now=now)
    return False
