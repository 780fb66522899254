"""Time an operation beside the plainest SQL for it.

By turns, at every size, in one process, so that the machine's moods fall on all of them alike.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psycopg
from django.db import connection

from benchmarks.databases import connect, name_of, use

Rows = list[tuple[Any, ...]]  # as plain SQL finds them
Service = Callable[[int], Any]
InSql = Callable[[psycopg.Connection, int], Any]
Ids = Callable[[Any], list[Any]]
SERVICE, SQL, ORM = "service", "plain SQL", "plain ORM"


def nothing(n: int) -> None:
    pass


@dataclass(frozen=True)
class Goals:
    """What an operation promises: so many statements at most, the same at every size, and times.

    `flat` is beside the smallest size; where something `grows` with the members, the time may grow with it. `whole`
    names the tables that may be read from end to end.
    """

    statements: int
    flat: float = 1.2
    grows: Callable[[int], int] | None = None
    sql: float | None = None
    orm: float | None = None
    ms: float | None = None
    whole: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Operation:
    """Something the service does for member `n`, and the plainest SQL, or plainest Django, that does the same.

    `prepare` comes before each run and is not timed. What both have found is compared by ids, which `ids` takes out of
    what the service returns; what both have done is compared by what `left` finds afterwards.
    """

    name: str
    service: Service
    sql: InSql
    orm: Service | None = None
    prepare: Callable[[int], object] = nothing
    rounds: int = 60
    goals: Goals = Goals(statements=0)
    ids: Ids | None = None
    left: Callable[[int], object] | None = None

    def ways(self, plain: psycopg.Connection) -> dict[str, Service]:
        ways: dict[str, Service] = {SERVICE: self.service, SQL: lambda n: self.sql(plain, n)}
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

    def flat(self, sizes: Sequence[int], way: str = SERVICE) -> float:
        """How many times as long it takes at the largest size."""
        return self.ms(way, max(sizes)) / self.ms(way, min(sizes))


class Ground:
    """The databases, a plain connection to each, and the members whom no operation has met yet."""

    def __init__(self, sizes: Sequence[int], *, share: float = 1) -> None:
        """`share` of the rounds is measured."""
        self.sizes, self.share = sizes, share
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
        for _ in range(max(1, round(operation.rounds * self.share))):
            for size in self.sizes:
                for way, run in operation.ways(self.plain[size]).items():
                    taken = timed(run, self.next_member(operation, size))
                    figures.rounds.setdefault((way, size), []).append(taken)
        return figures

    def differ(self, operation: Operation) -> list[str]:
        """Where service and plain SQL do not come to the same."""
        size = max(self.sizes)
        ways = operation.ways(self.plain[size])
        differing = []
        if operation.ids:
            n = self.next_member(operation, size)
            found = operation.ids(ways[SERVICE](n)), [row[0] for row in ways[SQL](n)]
            differing += [] if found[0] == found[1] else [f"finds {told(found[0])}, plain SQL {told(found[1])}"]
        if operation.left:
            left = {way: self.left_by(operation.left, operation, run, size) for way, run in ways.items()}
            differing += [f"leaves {left[SERVICE]}, {way} {left[way]}" for way in left if left[way] != left[SERVICE]]
        return differing

    def left_by(
        self, left: Callable[[int], object], operation: Operation, run: Callable[[int], object], size: int
    ) -> object:
        n = self.next_member(operation, size)
        run(n)
        return left(n)


def told(found: list[Any]) -> str:
    return f"{len(found)}: {', '.join(map(str, found[:5]))} ..."


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

    def count(execute: Callable[..., Any], query: str, *more: Any) -> Any:
        sent.append(query)
        return execute(query, *more)

    with connection.execute_wrapper(count):
        run(n)
    return len(sent)
