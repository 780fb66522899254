"""The earliest of many columns in one statement, for those who look for them one by one.

Each is looked for by `earliest`. Within `Asking` that only notes what is asked for, and answers once all is known:
whoever asks is called twice, and so must ask for the same both times.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

Rows = QuerySet[Any, Any]


class Asking:
    """What one who asks has asked for, and then the answers in the same order."""

    def __init__(self) -> None:
        self.rows: list[Rows] = []
        self.answers: Iterator[str | None] | None = None

    def ask(self, rows: Rows) -> str | None:
        if self.answers is not None:
            return next(self.answers)
        self.rows.append(rows)
        return None

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
    words = rows.values_list(Cast(column, TextField()))[:1]
    asking = now_asking.get()
    return asking.ask(words) if asking else read_all([words])[0]


def read_all(asked: Sequence[Rows]) -> list[str | None]:
    """What each finds, in one statement."""
    found: list[str | None] = [None] * len(asked)
    for place, word in read_in_one(asked):
        found[place] = word
    return found


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
