"""The erasure of members as SQL: each holding written once (`each.py`), all sent to PostgreSQL in one piece.

Else a holding more would slow every erasure.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import connection

from accounts.attempts.budgets import digest
from accounts.holdings import Erased, Statement, Unlinked
from accounts.models import JobSeeker, User
from accounts.users.contacts import stored
from withdrawals.erasure.each import Part, Query, leavers

MOMENT = 200  # milliseconds

ANYBODY = JobSeeker(
    pk=-(2**62),
    member_number="(their number)",
    phone="(their phone number)",
    user=User(pk=-(2**62) - 1, email="(their e-mail address)"),
)


class NamesNobody(Exception):
    """A holding would erase the rows of everybody, or of nobody."""


def details(seeker: JobSeeker) -> list[int | str]:
    """What the rows of a member are found by."""
    ids = [seeker.pk, seeker.user_id]
    email, number = seeker.user.email, seeker.member_number
    return [*ids, *map(str, ids), email, digest("address", email), number, stored(seeker.phone)]


def change(holdings: Sequence[Erased | Unlinked], members: Sequence[JobSeeker]) -> list[list[int]]:
    """Do to these members' rows what each of the holdings says; of each member, how many rows each has met.

    A row that is two members' counts for one. Call it in a transaction: at commit the database refuses if a row that is
    not declared still points to one of them.
    """
    if connection.vendor == "postgresql":
        return at_once(holdings, members)
    return [one_by_one(parts_for(holdings, member)) for member in members]


@dataclass(frozen=True)
class Finding:
    """How the rows of a holding are found: by a condition on their own columns, or else by their keys."""

    query: Query
    by: str | None

    def of(self, member: JobSeeker) -> Part:
        """The condition that this member's rows meet."""
        sql, values = self.query.of(details(member))
        return f"{self.by} IN ({sql})" if self.by else sql, values

    def of_each(self) -> tuple[str, Part]:
        """What else stands beside `leaver`, and the condition that the rows of each of them meet."""
        if self.by is None:
            return "", self.query.beside_each()
        keys, values = self.query.of_each()
        return f", {keys} AS held (pk)", (f"{self.by} = held.pk", values)


@cache
def compiled(holdings: tuple[Erased | Unlinked, ...]) -> list[Finding]:
    """How each finds its rows. A table is not looked into twice where once is enough."""
    found = []
    for holding in holdings:
        sql, values = holding.rows(ANYBODY).order_by().values("pk").query.sql_with_params()
        if not set(details(ANYBODY)) & set(values):
            raise NamesNobody(holding.model._meta.label)
        condition, among = sql.partition(" WHERE ")[2], f"{holding.key} IN ("
        by = None if sql.count("SELECT ") == 1 and " JOIN " not in sql else holding.key
        if by is None:
            sql = condition
        elif condition.startswith(among):
            sql = condition.removeprefix(among).removesuffix(")")
        found.append(Finding(Query(sql, values, tuple(details(ANYBODY))), by))
    return found


def at_once(holdings: Sequence[Erased | Unlinked], members: Sequence[JobSeeker]) -> list[list[int]]:
    """All of them see the tables as they were before; foreign keys are looked at when the transaction commits."""
    parts = [leavers([details(member) for member in members])]
    for number, (holding, finding) in enumerate(zip(holdings, compiled(tuple(holdings)), strict=True)):
        (what, put), (besides, (met, values)) = holding.change(), finding.of_each()
        sql = f"{what} {holding.beside} leaver{besides} WHERE {met} RETURNING leaver.n"
        parts.append((f"part_{number} AS ({sql})", (*put, *values)))
    counts = ", ".join(f"(SELECT count(*) FROM part_{n} part WHERE part.n = leaver.n)" for n in range(len(holdings)))
    changes = ", ".join(sql for sql, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {changes} SELECT {counts} FROM leaver ORDER BY n", [value for _, own in parts for value in own]
        )
        return [list(row) for row in cursor.fetchall()]


def parts_for(holdings: Sequence[Erased | Unlinked], member: JobSeeker) -> list[Part]:
    """The statement of each holding for one member."""
    parts = []
    for holding, finding in zip(holdings, compiled(tuple(holdings)), strict=True):
        (what, put), (met, values) = holding.change(), finding.of(member)
        parts.append((f"{what} WHERE {met}", (*put, *values)))
    return parts


def one_by_one(parts: Sequence[Statement]) -> list[int]:
    with connection.cursor() as cursor:
        return [cursor.execute(sql, values).rowcount for sql, values in parts]


def empty_write_ahead_log() -> None:
    """Take out of SQLite's second file what it still holds of rows that are gone; elsewhere nothing.

    Call it outside a transaction. Somebody who reads just then is waited for only for a moment: each listing of
    erasures comes back to it.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    connection.ensure_connection()
    run = connection.connection.execute  # no query of the service's: nothing hangs on how it goes
    patience = run("PRAGMA busy_timeout").fetchone()[0]
    try:
        run(f"PRAGMA busy_timeout={min(patience, MOMENT)}")
        run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.OperationalError:
        pass  # locked: the next time
    finally:
        run(f"PRAGMA busy_timeout={patience}")
