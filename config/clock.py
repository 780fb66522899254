"""One clock for everybody: the database's. Machines' clocks differ, and what one promises another keeps.

Whatever is stored as a promise, or compared with one, asks here; what a page only shows may ask its own machine.
"""

from datetime import date, datetime, time
from typing import TypedDict

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Expression, Func, Value
from django.db.models.functions import Now
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone


class Stamp(Expression):
    """`stamp`, asked as a statement is written and not before: a query with it may be kept."""

    def __init__(self) -> None:
        super().__init__(output_field=DateTimeField())

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[str | int, ...]]:
        at = stamp()
        return compiler.compile(at if isinstance(at, Now) else Value(at, DateTimeField()))


# One that is told, or the one at which the database carries out the statement.
Moment = datetime | Now | Stamp


def now() -> datetime:
    """What the database's clock shows. One statement; none on SQLite, whose clock is this machine's."""
    if not is_elsewhere():
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        shown: datetime = cursor.fetchone()[0]
        return shown


def today() -> date:
    return timezone.localdate(now())


def midnight(day: date) -> datetime:
    """The moment at which a day begins here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def stamp() -> datetime | Now:
    """The same for a single statement, which then need not ask first: as the database begins it."""
    return Now() if is_elsewhere() else timezone.now()


class LockedAt(TypedDict):
    """What a row comes with that was locked first: what `reading` said then."""

    locked_at: datetime


def reading() -> Func | Value:
    """The same as a column of a statement that follows on a lock: what the clock shows once the lock is held.

    Not of the statement that locks: what that one selects was read before it began to wait.
    """
    if is_elsewhere():
        return Func(function="clock_timestamp", output_field=DateTimeField())
    return Value(timezone.now(), DateTimeField())


def is_elsewhere() -> bool:
    return settings.DATABASE_CLOCK and connection.vendor == "postgresql"
