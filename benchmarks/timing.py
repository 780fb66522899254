"""Time an operation beside the plainest SQL for it.

By turns, at every size, in one process, so that the machine's moods fall on all of them alike.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import psycopg
from django.db import connection

from benchmarks.databases import connect, name_of, use

SERVICE, SQL, ORM = "service", "plain SQL", "plain ORM"


def nothing(n: int) -> None:
    pass


@dataclass(frozen=True)
class Operation:
    """Something the service does for member `n`, and the plainest SQL, or plainest Django, that does the same.

    `prepare` comes before each run and is not timed.
    """

    name: str
    service: Callable[[int], object]
    sql: Callable[[psycopg.Connection, int], object]
    orm: Callable[[int], object] | None = None
    prepare: Callable[[int], object] = nothing
    rounds: int = 60

    def ways(self, plain: psycopg.Connection) -> dict[str, Callable[[int], object]]:
        ways = {SERVICE: self.service, SQL: lambda n: self.sql(plain, n)}
        return ways | ({ORM: self.orm} if self.orm else {})


@dataclass
class Figures:
    """What was measured of an operation: statements by size, and milliseconds of each round by way and size."""

    statements: dict[int, int] = field(default_factory=dict)
    rounds: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def ms(self, way: str, size: int) -> float:
        return median(self.rounds[way, size])

    def ratio(self, other: str, size: int) -> float | None:
        """How many times as long the service takes."""
        return self.ms(SERVICE, size) / self.ms(other, size) if (other, size) in self.rounds else None

    def flat(self, sizes: Sequence[int]) -> float:
        """How many times as long it takes at the largest size."""
        return self.ms(SERVICE, max(sizes)) / self.ms(SERVICE, min(sizes))


class Ground:
    """The databases, a plain connection to each, and the members whom no operation has met yet."""

    def __init__(self, sizes: Sequence[int]):
        self.sizes = sizes
        self.plain = {size: connect(name_of(size)) for size in sizes}
        self.fresh = {size: members(size) for size in sizes}

    def next_member(self, operation: Operation, size: int) -> int:
        use(size)
        n = next(self.fresh[size])
        operation.prepare(n)
        return n

    def measure(self, operation: Operation) -> Figures:
        figures = Figures()
        for size in self.sizes:
            operation.service(self.next_member(operation, size))  # fills caches, loads templates
            figures.statements[size] = statements(operation.service, self.next_member(operation, size))
        for _ in range(operation.rounds):
            for size in self.sizes:
                for way, run in operation.ways(self.plain[size]).items():
                    taken = timed(run, self.next_member(operation, size))
                    figures.rounds.setdefault((way, size), []).append(taken)
        return figures


def members(size: int) -> Iterator[int]:
    """Ids from all over the table, none twice."""
    step = 7919  # a prime, so that the steps meet every id before the first again
    return (1 + turn * step % size for turn in range(size))


def timed(run: Callable[[int], object], n: int) -> float:
    began = time.perf_counter()
    run(n)
    return (time.perf_counter() - began) * 1000


def statements(run: Callable[[int], object], n: int) -> int:
    """How many statements go to the database, savepoints among them, BEGIN and COMMIT not."""
    sent = []

    def count(execute, query, params, many, context):
        sent.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(count):
        run(n)
    return len(sent)
