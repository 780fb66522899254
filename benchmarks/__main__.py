"""What the service costs beside plain SQL, at ten thousand members and at a million, on PostgreSQL.

Milliseconds are this machine's; the ratios, the counts of statements and the flatness are what is promised.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import islice

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import assigning, desk, health, jobs, leaving, pages, tallies  # noqa: E402
from benchmarks.databases import own_databases, use  # noqa: E402
from benchmarks.missing import missed  # noqa: E402
from benchmarks.openings import POSTINGS  # noqa: E402
from benchmarks.plans import plans, read_whole  # noqa: E402
from benchmarks.rush import measure_rush, missed_in_rush  # noqa: E402
from benchmarks.throughput import measure_throughput, missed_by_worker  # noqa: E402
from benchmarks.timing import ORM, SERVICE, SQL, Figures, Ground, Operation  # noqa: E402

OPERATIONS = [
    *health.OPERATIONS,
    *leaving.SWEEPS,
    *pages.OPERATIONS,
    *desk.OPERATIONS,
    *tallies.OPERATIONS,
    *assigning.OPERATIONS,
    *jobs.OPERATIONS,
    *leaving.OPERATIONS,
]
LARGE = 2000
WHOLE, QUICK = "10000,1000000", "10000,100000"


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("The benchmarks need PostgreSQL: DATABASE_URL=postgres://... make bench")
    asked = arguments()
    with own_databases(asked.members, postings=asked.postings):
        missing = list(measured(asked))
    print(*(["", "Missed:", *missing] if missing else ["", "Every goal is met."]), sep="\n")
    sys.exit(1 if missing else 0)


def measured(asked: argparse.Namespace) -> Iterator[str]:
    """Measure and show what is asked for; what misses its goal, a line each."""
    ground = Ground(asked.members, share=asked.share)
    print(heading(asked.members))
    for operation in OPERATIONS:
        if asked.only in operation.name:
            for miss in measure(operation, ground, asked):
                print(f"    {miss}", flush=True)
                yield f"{operation.name}: {miss}"
    if asked.only in "rush":
        yield from measure_many(ground, asked)
    if settings.REDIS_URL and asked.only in "throughput":
        yield from measure_worker(ground, asked)


def measure(operation: Operation, ground: Ground, asked: argparse.Namespace) -> Iterator[str]:
    figures = ground.measure(operation)
    print(line(operation, figures, asked.members), flush=True)
    yield from missed(operation, figures, asked.members, slack=asked.slack)
    yield from ground.differ(operation)
    found = plans(operation.service, ground.next_member(operation, max(asked.members)))
    for table in sorted(read_whole(found, larger_than=LARGE) - operation.goals.whole):
        yield f"reads all of {table}"
    if asked.plans:
        print(*found, sep="\n\n", end="\n\n")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="form and flatness, with generous bounds")
    parser.add_argument("--members", type=numbers, help=f"such as {WHOLE}; as many as there are rounds")
    parser.add_argument("--postings", type=int, default=POSTINGS)
    parser.add_argument("--only", default="", help="part of an operation's name")
    parser.add_argument("--withdrawals", type=int, help="how many go through the worker")
    parser.add_argument("--share", type=float, help="of the rounds")
    parser.add_argument("--slack", type=float, help="how many times a goal of time may be passed")
    parser.add_argument("--plans", action="store_true", help="show the plan of every statement")
    asked = parser.parse_args()
    quick = {"members": numbers(QUICK), "withdrawals": 100, "share": 0.1, "slack": 5}
    whole = {"members": numbers(WHOLE), "withdrawals": 2000, "share": 1, "slack": 1}
    for name, value in (quick if asked.quick else whole).items():
        if getattr(asked, name) is None:
            setattr(asked, name, value)
    return asked


def numbers(text: str) -> list[int]:
    return sorted(int(number) for number in text.split(","))


def heading(sizes: list[int]) -> str:
    small, large = f"ms at {min(sizes):,}", f"ms at {max(sizes):,}"
    return f"{'':36}statements{small:>16}{large:>17}   flat  SQL ms  x SQL  x ORM"


def line(operation: Operation, figures: Figures, sizes: list[int]) -> str:
    large = max(sizes)
    counts = "-".join(str(count) for count in sorted(set(figures.statements.values())))
    times = f"{figures.ms(SERVICE, min(sizes)):16.2f}{figures.ms(SERVICE, large):17.2f}{shown(figures.flat(sizes))}"
    ratios = f"{figures.ms(SQL, large):8.2f}{shown(figures.ratio(SQL, large))}{shown(figures.ratio(ORM, large))}"
    return f"{operation.name:36}{counts:>10}{times}{ratios}"


def shown(ratio: float | None) -> str:
    return f"{ratio:7.2f}" if ratio else f"{'':7}"


def measure_many(ground: Ground, asked: argparse.Namespace) -> Iterator[str]:
    figures = measure_rush(max(ground.sizes), rounds=7)
    show(figures)
    yield from missed_in_rush(figures, slack=asked.slack)


def show(figures: dict[str, float]) -> None:
    for name, figure in figures.items():
        print(f"{name:36}{figure:10.2f}", flush=True)


def measure_worker(ground: Ground, asked: argparse.Namespace) -> Iterator[str]:
    size = max(ground.sizes)
    members = list(islice(ground.fresh[size], min(asked.withdrawals, size // 5)))
    use(size)
    figures = measure_throughput(members)
    show(figures)
    # So few tell little of a rate, and worker and server share the machine.
    yield from missed_by_worker(figures, slack=2 * asked.slack if asked.quick else asked.slack)


if __name__ == "__main__":
    main()
