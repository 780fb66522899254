"""How far a referral has come, as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from config.typed import Text
from jobs.conditions.facts_in_words import stated
from jobs.conditions.in_words import in_words
from jobs.conditions.matching import Line, explain
from jobs.conditions.models import DesiredCondition
from jobs.postings.models import JobPosting
from jobs.referrals.models import Referral, ReferralEvent

Status = Referral.Status
WAY = (Status.APPLIED, Status.SCREENING, Status.INTERVIEW, Status.OFFERED, Status.ACCEPTED)


def steps(referral: Referral) -> list[tuple[Text, str]]:
    """The way of a selection that is going on or has led to a job, as label and state; nothing of any other."""
    if referral.status not in WAY:
        return []
    at = WAY.index(referral.status)
    is_through = referral.status == Status.ACCEPTED
    states = ["done"] * at + ["done" if is_through else "current"] + ["next"] * (len(WAY) - at - 1)
    return [(status.label, state) for status, state in zip(WAY, states, strict=True)]


@dataclass(frozen=True)
class Happening:
    """Something of the past, for the timeline."""

    at: datetime
    text: str
    is_current: bool = False


def happenings(referral: Referral, events: Iterable[ReferralEvent]) -> list[Happening]:
    """What has been, oldest first."""
    told = [(referral.proposed_at, _("Referred by your advisor"))]
    told += [(event.at, event.get_to_status_display()) for event in events]
    return [Happening(at, text, is_current=place == len(told)) for place, (at, text) in enumerate(told, 1)]


@dataclass(frozen=True)
class Beside:
    """A condition of the seeker beside what the posting says of it, in words."""

    line: Line
    wanted: str
    stated: str


def comparison(posting: JobPosting, conditions: Iterable[DesiredCondition]) -> list[Beside]:
    """Condition by condition, must-haves first, asked of the database now. The posting comes with its company."""
    return [beside(posting, line) for line in explain(posting.pk, conditions)]


def beside(posting: JobPosting, line: Line) -> Beside:
    return Beside(line, in_words(line.condition), stated(posting, line.condition.kind))
