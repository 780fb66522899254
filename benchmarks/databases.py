"""Databases of the benchmarks' own, one for each number of members: made, filled, dropped."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from psycopg import sql

from benchmarks.population import populate


def name_of(size: int) -> str:
    """Named after the database that is given, so that two runs on one server do not meet."""
    return f"{server()['NAME']}_members_{size}"


@cache
def server() -> dict[str, Any]:
    """The database that is given, and never touched: the benchmarks make their own beside it."""
    return dict(connections.settings[DEFAULT_DB_ALIAS])


def connect(name: str) -> psycopg.Connection:
    """A plain connection, beside Django's, with the way of binding that Django uses."""
    given = server()
    return psycopg.connect(
        host=given["HOST"],
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname=name,
        options="-c jit=off",  # as the service's own
        autocommit=True,
        prepare_threshold=None,
        cursor_factory=psycopg.ClientCursor,
    )


def use(size: int) -> None:
    """Let the service work on the database of this size from here on."""
    connections[DEFAULT_DB_ALIAS] = connections[str(size)]


@contextmanager
def own_databases(sizes: Sequence[int], *, postings: int) -> Iterator[None]:
    """A migrated database with so many members for each size; gone afterwards, whatever happens."""
    for size in sizes:
        connections.settings[str(size)] = {**server(), "NAME": name_of(size)}
    try:
        make(sizes)
        for size in sizes:
            with connect(name_of(size)) as database:
                populate(database, size, postings=postings)
        yield
    finally:
        for size in sizes:
            drop(size)


def make(sizes: Sequence[int]) -> None:
    """The first is migrated, the others are its copies."""
    first, *others = sizes
    create(first, "template0")
    use(first)
    call_command("migrate", verbosity=0)
    close(first)
    for size in others:
        create(size, name_of(first))


def create(size: int, template: str) -> None:
    drop(size)
    names = {"name": sql.Identifier(name_of(size)), "template": sql.Identifier(template)}
    with connect("postgres") as database:
        database.execute(sql.SQL("CREATE DATABASE {name} TEMPLATE {template}").format(**names))


def drop(size: int) -> None:
    close(size)
    with connect("postgres") as database:
        database.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name_of(size))))


def close(size: int) -> None:
    connection = connections[str(size)]
    connection.close()
    if isinstance(connection, DatabaseWrapper):
        connection.close_pool()
