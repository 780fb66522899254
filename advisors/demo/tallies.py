"""Figures of the two years before the demo, as a service of this size might have had them. Of nobody: only counted."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from advisors.models import Advisor, Tally
from advisors.tallies.months import month_before, month_of
from config.tallied import Tallied, all_tallied

YEARS = 2
# How many of each in a usual month, of all advisors together.
USUAL = {
    "registered": 62,
    "counseled": 44,
    "referred": 96,
    "applied": 47,
    "interviewed": 30,
    "offered": 14,
    "accepted": 10,
    "withdrawn": 17,
    "slot_offered": 1750,
    "slot_used": 520,
    "document_reviewed": 38,
    "seat_used": 33,
    "suit_lent": 9,
    "notice_sent": 410,
    "notice_stopped": 6,
}
# More people look for work in spring, and as the year begins; few in August and December.
SEASONS = (1.1, 1.05, 1.2, 1.25, 1.1, 1.0, 0.95, 0.75, 1.0, 1.05, 0.95, 0.7)
COUNSELED_AFTER = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 10, 13, 17, 24, 35)
WITHDRAWN_AFTER = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 5)
LATE = 6  # one withdrawal in each year took this long


def count_two_years(*, today: date) -> None:
    """The months before this one; what has been counted stays. Safe to repeat."""
    last = month_before(month_of(today))
    first = month_before(last, 12 * YEARS - 1)
    if Tally.objects.between(first, last).filter(what="slot_offered").exists():
        return
    places = [(office, advisor.pk) for advisor in with_offices() for office in offices_of(advisor)]
    rows = [row for n in range(12 * YEARS) for row in month(month_before(last, n), places, Random(n))]
    Tally.objects.bulk_create(rows)


def with_offices() -> list[Advisor]:
    return list(Advisor.objects.order_by("pk").prefetch_related("offices"))


def offices_of(advisor: Advisor) -> list[int | None]:
    """Theirs, and now and then online."""
    return [*(office.pk for office in advisor.offices.all()), None]


def month(first_day: date, places: list[tuple[int | None, int]], chance: Random) -> Iterator[Tally]:
    """A month: some more and some less than is usual, and a little more each year."""
    for tallied in all_tallied().values():
        growth = 1 + 0.01 * ((first_day.year - 2024) * 12 + first_day.month)
        usual = USUAL[tallied.what] * SEASONS[first_day.month - 1] * growth
        counted = Counter(one(tallied, places, chance) for _n in range(round(usual * chance.uniform(0.88, 1.12))))
        if tallied.what == "withdrawn" and first_day.month == 4:
            counted["", "", "mail", "", LATE] += 1
        for (office, advisor, channel, kind, days), many in counted.items():
            its = {"office_id": office or None, "advisor_id": advisor or None, "days": None if days == "" else days}
            yield Tally(what=tallied.what, month=first_day, channel=channel, kind=kind, amount=many, **its)


def one(tallied: Tallied, places: list[tuple[int | None, int]], chance: Random) -> tuple[Any, ...]:
    """Where, by whom, how, of which kind and after how many days one of them was."""
    office, advisor = chance.choice(places)
    after = COUNSELED_AFTER if tallied.has_advisor else WITHDRAWN_AFTER
    return (
        office if tallied.has_office else "",
        advisor if tallied.has_advisor else "",
        often(list(tallied.channels), chance),
        often(list(tallied.kinds), chance),
        chance.choice(after) if tallied.has_days else "",
    )


def often(values: list[str], chance: Random) -> str:
    """The first ones more often than the last."""
    return chance.choices(values, [1 / (1 + n) for n in range(len(values))])[0] if values else ""
