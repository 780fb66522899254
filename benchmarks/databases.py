"""Databases of the benchmarks' own, one for each number of members: made, filled, dropped."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg import sql

from benchmarks.population import populate


def name_of(size: int) -> str:
    return f"benchmarks_{size}"


def connect(name: str) -> psycopg.Connection:
    """A plain connection, beside Django's, with the way of binding that Django uses."""
    server = connections.settings[DEFAULT_DB_ALIAS]
    return psycopg.connect(
        host=server["HOST"],
        port=server["PORT"] or None,
        user=server["USER"] or None,
        password=server["PASSWORD"] or None,
        dbname=name,
        autocommit=True,
        prepare_threshold=None,
        cursor_factory=psycopg.ClientCursor,
    )


def use(size: int) -> None:
    """Let the service work on the database of this size from here on."""
    connections[DEFAULT_DB_ALIAS] = connections[str(size)]


@contextmanager
def own_databases(sizes: Sequence[int]) -> Iterator[None]:
    """A migrated database with so many members for each size; gone afterwards, whatever happens."""
    server = dict(connections.settings[DEFAULT_DB_ALIAS])
    for size in sizes:
        connections.settings[str(size)] = {**server, "NAME": name_of(size)}
    try:
        for size in sizes:
            make(size)
        yield
    finally:
        for size in sizes:
            drop(size)


def make(size: int) -> None:
    drop(size)
    with connect("postgres") as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name_of(size))))
    use(size)
    call_command("migrate", verbosity=0)
    with connect(name_of(size)) as database:
        populate(database, size)


def drop(size: int) -> None:
    connections[str(size)].close()
    connections[str(size)].close_pool()
    with connect("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name_of(size))))
