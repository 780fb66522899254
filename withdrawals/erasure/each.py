"""A query that is written by the ORM once in the life of a process, and asked for each of several members at once.

Building a query costs Python more than running it costs the database, and sending it a round trip besides. So it is
written for somebody who stands for everybody, and where that one's details went into the SQL, a member's own go in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Any

Part = tuple[str, tuple[Any, ...]]
Details = Sequence[int | str | list[str]]


@dataclass(frozen=True)
class Query:
    """SQL that finds rows of whoever stands for everybody; their details in it are `places` for a member's own."""

    sql: str
    values: tuple[Any, ...]
    places: tuple[int | str, ...]

    def of(self, details: Details) -> Part:
        """For one member."""
        own = dict(zip(self.places, details, strict=True))
        return self.sql, tuple(own.get(value, value) for value in self.values)

    def beside_each(self) -> Part:
        """For each row of `leaver`, where that stands beside it."""
        column = {place: f"leaver.{name}" for place, name in zip(self.places, names(self.places), strict=True)}
        put = [column.get(value, "%s") for value in self.values]
        sql = "".join(chain.from_iterable(zip_longest(self.sql.split("%s"), put, fillvalue="")))
        return sql, tuple(value for value in self.values if value not in column)

    def of_each(self) -> Part:
        """The same, to stand beside it as a table: planned as for one, and run for one after the other.

        OFFSET 0 holds PostgreSQL to that: made one with what stands around it, it would read whole tables.
        """
        sql, values = self.beside_each()
        return f"LATERAL ({sql} OFFSET 0)", values


def leavers(details: Sequence[Details]) -> Part:
    """The table `leaver`: a row for each member, with its number `n` and the details."""
    row = f"({', '.join(['%s', *('%s::text[]' if isinstance(it, list) else '%s' for it in details[0])])})"
    values = chain.from_iterable((n, *own) for n, own in enumerate(details))
    return f"leaver (n, {', '.join(names(details[0]))}) AS (VALUES {', '.join([row] * len(details))})", tuple(values)


def names(details: Details) -> list[str]:
    return [f"detail_{n}" for n in range(len(details))]
