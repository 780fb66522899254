"""The earliest of many columns in one statement, for those who look for them one by one.

Each is looked for by `earliest`, or many of one small table by `moments`. Within `Asking` that only notes what is asked
for, and answers once all is known: whoever asks is called twice, and so must ask for the same both times.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

Rows = QuerySet[Any, Any]


class Asking:
    """What one who asks has asked for, and then the answers in the same order."""

    def __init__(self) -> None:
        self.rows: list[Rows] = []
        self.answers: Iterator[list[str]] | None = None

    def ask(self, rows: Rows) -> list[str]:
        if self.answers is not None:
            return next(self.answers)
        self.rows.append(rows)
        return []

    @contextmanager
    def begun(self) -> Iterator[None]:
        token = now_asking.set(self)
        try:
            yield
        finally:
            now_asking.reset(token)


now_asking: ContextVar[Asking | None] = ContextVar("now_asking", default=None)


def earliest(rows: Rows, column: str | Combinable) -> datetime | None:
    """Of a column of moments, that of the first row; the rows come in order."""
    found = first_of(rows, column)
    return moment(found) if found else None


def earliest_day(rows: Rows, column: str) -> date | None:
    """The same of a column of days."""
    found = first_of(rows, column)
    return date.fromisoformat(found) if found else None


def first_of(rows: Rows, column: str | Combinable) -> str | None:
    return next(iter(ask(rows.values_list(Cast(column, TextField()))[:1])), None)


def named(rows: Rows, name: str, column: str) -> Rows:
    """For `moments`: made once, so that however many ask for it, it is read once."""
    return rows.order_by().values_list(Concat(name, Value(" "), Cast(column, TextField()), output_field=TextField()))


def moments(asked: Rows) -> dict[str, datetime]:
    """The moment of each row by its name."""
    return {name: moment(at) for name, _space, at in (word.partition(" ") for word in ask(asked))}


def ask(words: Rows) -> list[str]:
    asking = now_asking.get()
    return asking.ask(words) if asking else read_all([words])[0]


def read_all(asked: Sequence[Rows]) -> list[list[str]]:
    """What each finds, in one statement; what is asked for more than once is read once."""
    once = list({id(rows): rows for rows in asked}.values())
    found: dict[int, list[str]] = {id(rows): [] for rows in once}
    for place, word in read_in_one(once):
        if word is not None:
            found[id(once[place])].append(word)
    return [found[id(rows)] for rows in asked]


def read_in_one(asked: Sequence[Rows]) -> Iterator[tuple[Any, ...]]:
    """The rows of all of them in one statement, each behind the place in the list of what found it."""
    selects: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(asked):
        try:
            sql, own = rows.query.sql_with_params()
        except EmptyResultSet:  # of what this person may see nothing
            continue
        selects.append(f"SELECT {place} AS place, one.* FROM ({sql}) AS one")
        values += own
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), values)
            yield from cursor.fetchall()


def moment(stored: date | str) -> datetime:
    """As PostgreSQL gives it, or in SQLite's words; a day begins it."""
    said = datetime.fromisoformat(str(stored))
    return said if said.tzinfo else said.replace(tzinfo=UTC)
