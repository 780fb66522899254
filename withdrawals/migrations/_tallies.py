"""What withdrawals counts, by triggers; see `advisors/migrations/_tallies.py`, and there what a migration has to do.

Of no advisor and no office: nobody is to gain from keeping somebody who wants to leave.
"""

from collections.abc import Iterator

from advisors.migrations._tallies import Sql, Tallied, becoming, counting, holding, lifting


def tallies(sql: Sql) -> Iterator[Tallied]:
    withdrawn = Tallied(
        name="tally_withdrawn",
        table="withdrawals_withdrawalrequest",
        what="'withdrawn'",
        month=sql.month_of(sql.day_of("{row}.ended_at")),
        channel="{row}.channel",
        kind="{row}.reason",
        days="{row}.business_days",
    )
    yield from becoming(withdrawn, "status", "({row}.status = 'completed')")


hold, lift, count = holding(tallies), lifting(tallies), counting(tallies)
