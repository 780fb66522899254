"""What the tallies say of some months, added up in one statement."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast

from advisors.tallies.models import Tally, TallyQuerySet

Place = tuple[int | None, int | None]  # the ids of an office and an advisor
Rows = QuerySet[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Sums:
    """How many of each there were: by month, by office and advisor, by channel and kind, and by the days it took.

    Each is by what is counted, first. What is not there is none.
    """

    by_month: Mapping[tuple[str, date], int]
    by_place: Mapping[tuple[str, Place], int]
    by_manner: Mapping[tuple[str, tuple[str, str]], int]
    by_days: Mapping[tuple[str, int], int]

    def of(self, what: str) -> int:
        """All of it."""
        return sum(many for (it, _month), many in self.by_month.items() if it == what)


def sums_of(tallies: TallyQuerySet) -> Sums:
    """Of these rows. What was put right more often than it was counted is none, not fewer."""
    found: dict[str, dict[tuple[str, Any], int]] = defaultdict(dict)
    parts = [by(tallies, "month", ["month"]), by(tallies, "place", ["office", "advisor"])]
    parts += [by(tallies, "manner", ["channel", "kind"]), by(tallies.exclude(days=None), "days", ["days"])]
    for part, what, month, office, advisor, channel, kind, days, many in parts[0].union(*parts[1:], all=True):
        key = {"month": month, "place": (office, advisor), "manner": (channel, kind), "days": days}[part]
        found[part][what, key] = max(many, 0)
    return Sums(found["month"], found["place"], found["manner"], found["days"])


EMPTY = {
    "month": Cast(Value(None), Tally._meta.get_field("month")),
    "office": Cast(Value(None), IntegerField()),
    "advisor": Cast(Value(None), IntegerField()),
    "channel": Value("", CharField()),
    "kind": Value("", CharField()),
    "days": Cast(Value(None), IntegerField()),
}


def by(tallies: TallyQuerySet, part: str, columns: list[str]) -> Rows:
    """The sums by these columns, as rows that go together with those by others."""
    grouped = tallies.order_by().values("what", *columns).annotate(many=Sum("amount"))
    shown = {f"its_{name}": F(name) if name in columns else empty for name, empty in EMPTY.items()}
    rows: Rows = grouped.annotate(part=Value(part, CharField()), **shown).values_list("part", "what", *shown, "many")
    return rows
