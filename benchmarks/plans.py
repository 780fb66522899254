"""How the database finds the rows: the plan of every statement an operation sends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def undone() -> Iterator[None]:
    """Leave nothing behind of what runs inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def plans(run: Callable[[int], object], n: int) -> list[str]:
    """The plan of each statement, in the order they are sent."""
    found: list[str] = []

    def explain(execute: Callable[..., Any], query: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if query.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            found.append(plan(query, params))
        return execute(query, params, many, context)

    with undone(), connection.execute_wrapper(explain):
        run(n)
    return found


def plan(query: str, params: Any) -> str:
    with connection.connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (COSTS off) {query}", params)
        return "\n".join(line for (line,) in cursor)


def read_whole(found: list[str], *, larger_than: int) -> set[str]:
    """The large tables that are read from end to end."""
    lines = [line for text in found for line in text.splitlines() if "Seq Scan on " in line]
    tables = {line.split("Seq Scan on ")[1].split()[0] for line in lines}
    return {table for table in tables if rows(table) > larger_than}


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        length: int = cursor.fetchone()[0]
        return length
