"""What waits, as lines: rows of many topics in one shape, so that one statement reads them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from config import days
from config.together import moment, read_in_one

SHOWN = 50  # of each topic at most; whether there are more is known by one more that is read

Column = str | Combinable
Rows = QuerySet[Any, Any]


@dataclass(frozen=True)
class Line:
    """Something that waits, `since` when; whose it is, if it is a member's; `what` and `more` as its topic has it."""

    key: int
    since: datetime
    seeker: int | None
    number: str
    family_name: str
    given_name: str
    what: str
    more: str
    is_leaving: bool

    @classmethod
    def read(cls, key: int, since: str | date, seeker: int | None, *said: str | bool | None) -> "Line":
        """As the statement has it."""
        *words, is_leaving = said
        number, family_name, given_name, what, more = (str(word or "") for word in words)
        return cls(key, moment(since), seeker, number, family_name, given_name, what, more, bool(is_leaving))

    @property
    def member_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def at(self) -> datetime:
        """Since when, in the time of here."""
        return timezone.localtime(self.since)


COLUMNS = ("key", "since", "seeker", "number", "family_name", "given_name", "what", "more", "is_leaving")


def lines(
    rows: Rows,
    *,
    since: Column,
    seeker: str = "",
    key: Column = "pk",
    what: Column | None = None,
    more: Column | None = None,
    leaving: Column | None = None,
) -> Rows:
    """These rows as lines, in their order; `seeker` is the path to the member each is about, "pk" of members' own."""
    nothing = Value("", TextField())
    about: list[Column] = [Cast(Value(None), BigIntegerField()), nothing, nothing, nothing]
    if seeker:
        path = seeker.removesuffix("pk")
        path += "__" if path else ""
        about = [f"{path}pk", f"{path}member_number", f"{path}family_name", f"{path}given_name"]
    values = [key, since, *about, what or nothing, more or nothing, Value(False) if leaving is None else leaving]
    columns = {
        f"line_{name}": F(value) if isinstance(value, str) else value
        for name, value in zip(COLUMNS, values, strict=True)
    }
    found: Rows = rows.annotate(**columns).values_list(*columns)
    return found


def read_together(topics: Sequence[Rows]) -> list[list[Line]]:
    """The first lines of each and one more, in one statement, the longest first."""
    found: list[list[Line]] = [[] for _topic in topics]
    for topic, *row in read_in_one([rows[: SHOWN + 1] for rows in topics]):
        found[topic].append(Line.read(*row))
    return [sorted(of_topic, key=lambda line: (line.since, line.key)) for of_topic in found]


# How a line says since when it waits


def since_then(line: Line) -> str:
    return _("since %(since)s") % {"since": days.when(line.at)}


def at_that_time(line: Line) -> str:
    return days.when(line.at)


def on_that_day(line: Line) -> str:
    return days.day(line.at)
