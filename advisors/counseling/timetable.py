"""The free slots as a seeker leafs through them: a week's days to choose from, and one day by place and advisor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Count, QuerySet

from advisors.counseling.models import CounselingSlot
from advisors.people.models import Advisor, Office, fit_in_words

ONLINE = "online"
MOST_HOSTS = 3
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Day:
    """A day of the week that is shown, and how many slots it has."""

    day: date
    count: int


@dataclass
class Hosted:
    """An advisor and their slots at one place on one day; `fitting` are those of the `wished` ways of working."""

    advisor: Advisor
    slots: list[CounselingSlot] = field(default_factory=list)
    wished: Sequence[str] = ()

    @property
    def fitting(self) -> list[str]:
        return [style for style in self.wished if style in self.advisor.styles]

    @property
    def fit_in_words(self) -> str:
        return fit_in_words(self.fitting, self.wished) if self.wished else ""


@dataclass(frozen=True)
class Place:
    """An office, or none: online and by phone; with who is there."""

    office: Office | None
    hosts: list[Hosted]

    @property
    def first_hosts(self) -> list[Hosted]:
        return self.hosts[:MOST_HOSTS]

    @property
    def more_hosts(self) -> list[Hosted]:
        return self.hosts[MOST_HOSTS:]


class Timetable:
    """Slots of one seeker, narrowed to a place: an office's id, `online`, or nothing.

    `styles` narrow nothing: of those who have time, it puts first whoever works most like that.

    It asks twice, however many slots there are: for the number of each day and office, and for the slots of one day.
    """

    def __init__(
        self,
        slots: QuerySet[CounselingSlot],
        *,
        day: str = "",
        place: str = "",
        styles: Sequence[str] = (),
        prefecture: str = "",
    ) -> None:
        self.slots, self.styles, self.prefecture = slots, styles, prefecture
        counted = slots.order_by("held_on", "office").values_list("held_on", "office", "office__name")
        self.counts = list(counted.annotate(Count("pk")))
        self.offices = sorted({(str(office), name) for _, office, name, _ in self.counts if office})
        self.place = place if place in {ONLINE, *dict(self.offices)} else ""
        self.per_day: dict[date, int] = {}
        for held_on, office, _, count in self.counts:
            if self.place in ("", ONLINE, str(office)):
                self.per_day[held_on] = self.per_day.get(held_on, 0) + count
        self.day = self.nearest(day)

    def nearest(self, asked: str) -> date | None:
        """The day asked for; if it has no slot, the next one that has, or else the first of all."""
        days = sorted(self.per_day)
        later = [day for day in days if day.isoformat() >= asked]
        return next(iter(later or days), None)

    @property
    def monday(self) -> date | None:
        return monday_of(self.day) if self.day else None

    @property
    def week(self) -> list[Day]:
        if self.monday is None:
            return []
        days = [self.monday + timedelta(days=n) for n in range(7)]
        return [Day(day, self.per_day.get(day, 0)) for day in days if day.weekday() < 5 or day in self.per_day]

    @property
    def previous(self) -> date | None:
        """The first day with slots in the last week before this one that has any."""
        before = [day for day in self.per_day if self.monday and day < self.monday]
        return min(day for day in before if monday_of(day) == monday_of(max(before))) if before else None

    @property
    def next(self) -> date | None:
        """The first day with slots after this week."""
        return min((day for day in self.per_day if self.monday and day >= self.monday + A_WEEK), default=None)

    @property
    def places(self) -> list[Place]:
        """Who has time on the chosen day, place by place: an office of their own prefecture first, then online."""
        if self.day is None:
            return []
        slots = self.slots.filter(held_on=self.day).select_related("advisor", "office")
        if self.place not in ("", ONLINE):
            slots = slots.filter(office=int(self.place))
        if self.place == ONLINE:
            return [Place(None, hosted(slots, self.styles))]
        by_place = groupby(sorted(slots, key=self.by_nearness), key=lambda slot: slot.office)
        return [Place(office, hosted(group, self.styles)) for office, group in by_place]

    def by_nearness(self, slot: CounselingSlot) -> tuple[int, int]:
        if slot.office is None:
            return 1, 0
        return (0 if slot.office.prefecture == self.prefecture else 2), slot.office.pk


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def by_advisor(slot: CounselingSlot) -> tuple[int, int]:
    return slot.advisor_id, slot.hour


def hosted(slots: Iterable[CounselingSlot], styles: Sequence[str]) -> list[Hosted]:
    """Advisors with their hours: who fits most of the styles comes first, and among them who has the earliest hour."""
    by_host = groupby(sorted(slots, key=by_advisor), key=lambda slot: slot.advisor)
    groups = [Hosted(advisor, list(group), styles) for advisor, group in by_host]
    return sorted(groups, key=lambda it: (-len(it.fitting), it.slots[0].hour))
