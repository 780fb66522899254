"""What the service costs beside plain SQL, at ten thousand members and at a million, on PostgreSQL.

Milliseconds are this machine's; the ratios, the counts of statements and the flatness are what is promised.
"""

import argparse
import os
import sys
from itertools import islice

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from benchmarks import desk, jobs, leaving, pages  # noqa: E402
from benchmarks.databases import own_databases, use  # noqa: E402
from benchmarks.plans import plans, read_whole  # noqa: E402
from benchmarks.throughput import measure_throughput  # noqa: E402
from benchmarks.timing import ORM, SERVICE, SQL, Figures, Ground, Operation  # noqa: E402

OPERATIONS = [*leaving.SWEEPS, *pages.OPERATIONS, *desk.OPERATIONS, *jobs.OPERATIONS, *leaving.OPERATIONS]
LARGE = 2000


def main() -> None:
    if connection.vendor != "postgresql":
        sys.exit("The benchmarks need PostgreSQL: DATABASE_URL=postgres://... make bench")
    asked = arguments()
    with own_databases(asked.members):
        ground = Ground(asked.members)
        print(heading(asked.members))
        for operation in OPERATIONS:
            if asked.only in operation.name:
                print(line(operation, ground.measure(operation), asked.members), flush=True)
                report_plans(operation, ground, shown=asked.plans)
        if settings.REDIS_URL and asked.only in "throughput":
            report_throughput(ground, asked.withdrawals)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    sizes = os.environ.get("BENCH_MEMBERS", "10000,1000000")
    parser.add_argument("--members", type=numbers, default=numbers(sizes), help="such as 10000,1000000; at least 5000")
    parser.add_argument("--only", default="", help="part of an operation's name")
    parser.add_argument("--withdrawals", type=int, default=2000, help="how many go through the worker")
    parser.add_argument("--plans", action="store_true", help="show the plan of every statement")
    return parser.parse_args()


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


def report_plans(operation: Operation, ground: Ground, *, shown: bool) -> None:
    """Name the large tables that are read whole; show every plan where it is asked for."""
    size = max(ground.sizes)
    found = plans(operation.service, ground.next_member(operation, size))
    for table in sorted(read_whole(found, larger_than=LARGE)):
        print(f"    reads all of {table}")
    if shown:
        print(*found, sep="\n\n", end="\n\n")


def report_throughput(ground: Ground, amount: int) -> None:
    size = max(ground.sizes)
    members = list(islice(ground.fresh[size], min(amount, size // 5)))
    use(size)
    for name, figure in measure_throughput(members).items():
        print(f"{name:36}{figure:10.0f}")


if __name__ == "__main__":
    main()
