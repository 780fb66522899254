"""The page of the figures, of two years: as many rows as there are advisors, months, and things that are counted."""

import psycopg
from django.http import HttpResponse
from django.utils import timezone

from advisors.tallies.months import month_before, month_of
from benchmarks.desk import as_desk, look
from benchmarks.pages import SIGNED_IN
from benchmarks.timing import Goals, Operation, Rows

MONTHS = 24


def two_years(n: int) -> HttpResponse:
    """The whole page, by months."""
    this_month = month_of(timezone.localdate())
    since = month_before(this_month, MONTHS - 1)
    return look(f"/admin/advisors/tally/?since={since.isoformat()}&until={this_month.isoformat()}", n)


def in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute("SELECT what, month, sum(amount) FROM advisors_tally GROUP BY what, month").fetchall()


OPERATIONS = [
    Operation(
        "admin: figures of two years",
        two_years,
        in_sql,
        prepare=as_desk,
        rounds=10,
        # What is added up, and who can be chosen, is more where more people work.
        goals=Goals(
            statements=SIGNED_IN + 8,
            grows=lambda members: members,
            whole=frozenset({"advisors_tally", "advisors_advisor"}),
        ),
    )
]
