"""The erasure of a member as SQL: written by the ORM once in the life of a process, sent to PostgreSQL in one piece.

Building a query costs Python more than running it costs the database, and sending it a round trip besides: a holding
more would slow every erasure. So each is compiled for somebody who stands for everybody, and where that one's details
went into the SQL, a member's own go in when they are erased.
"""

import sqlite3
from collections.abc import Sequence
from functools import cache

from django.db import connection

from accounts.attempts.budgets import digest
from accounts.holdings import Erased, Statement, Unlinked
from accounts.models import JobSeeker, User
from accounts.users.contacts import stored

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


def change(holdings: Sequence[Erased | Unlinked], seeker: JobSeeker) -> list[int]:
    """Do to this member's rows what each of the holdings says; how many rows each has met, in the same order.

    Call it in a transaction: at commit the database refuses if a row that is not declared still points to them.
    """
    parts = parts_for(holdings, seeker)
    return at_once(parts) if connection.vendor == "postgresql" else one_by_one(parts)


def parts_for(holdings: Sequence[Erased | Unlinked], seeker: JobSeeker) -> list[Statement]:
    """The statement of each holding, with this member's details in it."""
    own = dict(zip(details(ANYBODY), details(seeker), strict=True))
    return [(sql, tuple(own.get(value, value) for value in values)) for sql, values in compiled(tuple(holdings))]


@cache
def compiled(holdings: tuple[Erased | Unlinked, ...]) -> list[Statement]:
    parts = [holding.compiled(ANYBODY) for holding in holdings]
    for holding, (_, values) in zip(holdings, parts, strict=True):
        if not set(details(ANYBODY)) & set(values):
            raise NamesNobody(holding.model._meta.label)
    return parts


def at_once(parts: Sequence[Statement]) -> list[int]:
    """All of them see the tables as they were before; foreign keys are looked at when the transaction commits."""
    changes = ", ".join(f"part_{n} AS ({sql} RETURNING 1)" for n, (sql, _) in enumerate(parts))
    counts = ", ".join(f"(SELECT count(*) FROM part_{n})" for n in range(len(parts)))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {changes} SELECT {counts}", [value for _, values in parts for value in values])
        return list(cursor.fetchone())


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
