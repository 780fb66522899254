"""Changing the schema beside a service that runs: one at a time, and in nobody's way.

A statement that waits for a table makes everybody who comes after it wait as well: a report that reads for a minute
would become a minute without pages. So each migration waits for a short time only, and then has changed nothing.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.core.management import CommandError
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

# Any number that nobody else locks.
KEY = 20_261_130
LOCK_NOT_AVAILABLE = "55P03"


@contextmanager
def alone(connection: BaseDatabaseWrapper, *, wait: float) -> Iterator[None]:
    """While no other does the same, for which it is waited so many seconds.

    The lock belongs to a transaction of a session of its own: behind PgBouncer one of a session would be lost.
    """
    if connection.vendor != "postgresql":  # SQLite has one writer
        yield
        return
    with closing(session_of_its_own(connection)) as other:
        until = time.monotonic() + wait
        while not is_locked(other):
            if time.monotonic() > until:
                raise CommandError("Another migrate is running, and was waited for. Nothing was changed.")
            time.sleep(0.2)
        yield


def session_of_its_own(connection: BaseDatabaseWrapper) -> BaseDatabaseWrapper:
    """Beside the pool, which may have room for one only; it ends with whatever it holds."""
    other: BaseDatabaseWrapper = connection.copy()
    other.settings_dict["OPTIONS"].pop("pool", None)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    return other


def is_locked(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEY])
        return bool(cursor.fetchone()[0])


@contextmanager
def hurried(connection: BaseDatabaseWrapper, *, seconds: float) -> Iterator[None]:
    """Each migration waits so long for a lock of somebody else's, and is else taken back whole."""
    stock: Any = connection.SchemaEditorClass
    connection.SchemaEditorClass = hurrying(stock, seconds) if connection.vendor == "postgresql" else stock
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        raise CommandError(
            f"Somebody holds what is to be changed, for more than {seconds:g} seconds. So that nobody waits behind it, "
            "this migration was taken back whole; those before it are kept. The service goes on; run migrate again."
        ) from error
    finally:
        connection.SchemaEditorClass = stock


def hurrying(stock: Any, seconds: float) -> Any:
    """The stock editor, which says to each transaction how long to wait: behind PgBouncer none is like another."""

    class Hurried(stock):
        def __enter__(self) -> Any:
            editor = super().__enter__()
            if self.atomic_migration:  # another kind holds nobody up, and could not be taken back
                self.execute(f"SET LOCAL lock_timeout = {round(seconds * 1000)}")
            return editor

    return Hurried
