"""Who could accompany a seeker next, the best first and why; and how many seekers are shared out fairly."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import AdvisorGender, JobSeeker, Language
from accounts.users.prefectures import Prefecture
from advisors.assignment.models import Assignment
from advisors.counseling.fitting import BOOKED_AHEAD
from advisors.counseling.models import CounselingSlot
from advisors.people.models import Advisor, WorkField, fit_in_words
from config import days
from config.typed import WithAnnotations

Choices = Mapping[int, Sequence[int]]  # the advisors that each seeker may have, the best first, all by their ids


@dataclass(frozen=True)
class Colleague:
    """An advisor at work, as far as the choice goes."""

    pk: int
    name: str
    gender: str
    load: int
    capacity: int
    fields: frozenset[str] = frozenset()
    prefectures: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    next_free: datetime | None = None

    @property
    def is_full(self) -> bool:
        return self.load >= self.capacity


@dataclass(frozen=True)
class Wanted:
    """What a seeker wants of the next advisor; `had` are those they have had before, or have."""

    gender: str = AdvisorGender.ANY
    field: str = ""
    prefecture: str = ""
    had: Collection[int] = ()
    language: str = Language.JAPANESE
    styles: Collection[str] = ()

    def allows(self, colleague: Colleague) -> bool:
        return self.gender in (AdvisorGender.ANY, colleague.gender) and colleague.pk not in self.had

    def speaks(self, colleague: Colleague) -> bool:
        """Whether they have a language in common; everybody here speaks Japanese."""
        return self.language == Language.JAPANESE or self.language in colleague.languages

    def fitting_styles(self, colleague: Colleague) -> list[str]:
        return [style for style in self.styles if style in colleague.styles]


@dataclass(frozen=True)
class Proposal:
    """An advisor for one seeker, and what there is to know of the choice, in words."""

    colleague: Colleague
    reasons: list[str]


# The order


def ranked(colleagues: Iterable[Colleague], wanted: Wanted) -> list[Proposal]:
    """Those who may be the next, the best first; who is full comes last and is marked."""
    allowed = sorted(filter(wanted.allows, colleagues), key=lambda colleague: place(colleague, wanted))
    return [Proposal(colleague, reasons(colleague, wanted)) for colleague in allowed]


def place(colleague: Colleague, wanted: Wanted) -> tuple[float, ...]:
    """Who has a free hour first: then their language, the field of work, an office nearby, how many of the ways of
    working fit, who is least busy, and who is free soonest.
    """
    next_free = colleague.next_free.timestamp() if colleague.next_free else float("inf")
    return (
        colleague.is_full,
        colleague.next_free is None,
        not wanted.speaks(colleague),
        wanted.field not in colleague.fields,
        wanted.prefecture not in colleague.prefectures,
        -len(wanted.fitting_styles(colleague)),
        colleague.load / max(colleague.capacity, 1),
        next_free,
        colleague.pk,
    )


def reasons(colleague: Colleague, wanted: Wanted) -> list[str]:
    told = [load_in_words(colleague), next_free_in_words(colleague)]
    if wanted.prefecture in colleague.prefectures:
        told.insert(0, gettext("office in %(prefecture)s") % {"prefecture": Prefecture(wanted.prefecture).label})
    if wanted.field in colleague.fields:
        told.insert(0, gettext("knows the field “%(field)s”") % {"field": WorkField(wanted.field).label})
    if wanted.language != Language.JAPANESE and wanted.speaks(colleague):
        told.insert(0, gettext("speaks %(language)s") % {"language": Language(wanted.language).label})
    if wanted.styles:
        told.insert(0, fit_in_words(wanted.fitting_styles(colleague), wanted.styles))
    if wanted.gender != AdvisorGender.ANY:
        told.insert(0, gettext("%(gender)s, as wished for") % {"gender": AdvisorGender(wanted.gender).label})
    return told


def load_in_words(colleague: Colleague) -> str:
    text = gettext("full: %(load)d of %(most)d") if colleague.is_full else gettext("accompanies %(load)d of %(most)d")
    return text % {"load": colleague.load, "most": colleague.capacity}


def next_free_in_words(colleague: Colleague) -> str:
    if colleague.next_free is None:
        return gettext("no free time at the moment")
    return gettext("free from %(at)s") % {"at": days.when(colleague.next_free)}


# What is known of the advisors and the seekers


def colleagues_at_work(*, now: datetime, only_with_room: bool = False) -> list[Colleague]:
    """Every advisor at work, in three queries however many they are."""
    free = CounselingSlot.objects.free().beginning_from(now + BOOKED_AHEAD).filter(advisor=OuterRef("pk"))
    soonest = Subquery(free.order_by("held_on", "hour").values("pk")[:1])
    at_work = Advisor.objects.at_work().with_room() if only_with_room else Advisor.objects.at_work()
    asked: QuerySet[Advisor] = at_work.prefetch_related("offices")
    advisors = list(asked.annotate(soonest=soonest).order_by("pk"))
    slots = CounselingSlot.objects.in_bulk([advisor.soonest for advisor in advisors if advisor.soonest])
    return [colleague_of(advisor, slots.get(advisor.soonest or 0)) for advisor in advisors]


class Busy(TypedDict):
    """The id of the next free slot of an advisor, if any."""

    soonest: int | None


def colleague_of(advisor: WithAnnotations[Advisor, Busy], slot: CounselingSlot | None) -> Colleague:
    return Colleague(
        pk=advisor.pk,
        name=advisor.name,
        gender=advisor.gender,
        load=advisor.load,
        capacity=advisor.capacity,
        fields=frozenset(advisor.fields_of_work),
        languages=frozenset(advisor.languages),
        styles=frozenset(advisor.styles),
        prefectures=frozenset(office.prefecture for office in advisor.offices.all() if office.is_open),
        next_free=timezone.localtime(slot.starts_at) if slot else None,
    )


def had_by(seekers: Iterable[JobSeeker]) -> Mapping[int, set[int]]:
    """The advisors each of these seekers has, or has had, in one query."""
    had = defaultdict(set)
    ties = Assignment.objects.filter(seeker__in=[seeker.pk for seeker in seekers])
    for seeker_id, advisor_id in ties.values_list("seeker", "advisor"):
        had[seeker_id].add(advisor_id)
    return had


def proposals(
    seeker: JobSeeker, *, now: datetime, wish: str | None = None, field: str = "", styles: Collection[str] = ()
) -> list[Proposal]:
    """The advisors who could be this seeker's next, in four queries; `wish` stands for the profile's wish if given."""
    wanted = Wanted(
        wish or seeker.advisor_gender,
        field,
        seeker.prefecture,
        had_by([seeker])[seeker.pk],
        seeker.user.language,
        styles,
    )
    return ranked(colleagues_at_work(now=now), wanted)


# Sharing out


def spread(choices: Choices, load: Mapping[int, int], room: Mapping[int, int]) -> dict[int, int]:
    """Give each seeker one of their choices: who has the fewest comes first, to whoever accompanies the fewest by then.

    Who finds no room is left out.
    """
    given: dict[int, int] = {}
    loads, left = dict(load), dict(room)
    with_room = {seeker: [advisor for advisor in chosen if left[advisor] > 0] for seeker, chosen in choices.items()}
    for seeker in sorted(with_room, key=lambda one: len(with_room[one])):
        still_open = [advisor for advisor in with_room[seeker] if left[advisor] > 0]
        if still_open:
            given[seeker] = advisor = min(still_open, key=lambda one: loads[one])
            loads[advisor], left[advisor] = loads[advisor] + 1, left[advisor] - 1
    return given
