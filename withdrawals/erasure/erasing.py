"""Everything the service holds about a member, and how it is erased: one function, one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

import accounts.holdings
import advisors.holdings
import jobs.holdings
import support.holdings
import withdrawals.holdings
from accounts.holdings import ONLY_IF_ANY, Erased, Holding, Kept, Unlinked
from accounts.models import JobSeeker
from withdrawals.erasure.models import Erasure
from withdrawals.erasure.sql import change, empty_write_ahead_log

# Later apps first: what points to a member goes before the member.
HOLDINGS: list[Holding] = [
    *withdrawals.holdings.HOLDINGS,
    *support.holdings.HOLDINGS,
    *jobs.holdings.HOLDINGS,
    *advisors.holdings.HOLDINGS,
    *accounts.holdings.HOLDINGS,
]
ITEMS = {
    **accounts.holdings.ITEMS,
    **advisors.holdings.ITEMS,
    **jobs.holdings.ITEMS,
    **support.holdings.ITEMS,
    **withdrawals.holdings.ITEMS,
}


def erase_member(seeker: JobSeeker, *, now: datetime) -> dict[str, int]:
    return erase_members([seeker], now=now)[0]


def erase_members(members: Sequence[JobSeeker], *, now: datetime) -> list[dict[str, int]]:
    """Delete every row the service holds about these members; of each, how many of each item of the receipt.

    Call it in a transaction with the members' rows locked: either all of it is gone, or nothing.
    """
    changing = [holding for holding in HOLDINGS if not isinstance(holding, Kept)]
    met = change(changing, members)
    erasures = [Erasure(erasure_id=member.erasure_id, erased_at=now) for member in members]
    Erasure.objects.bulk_create(erasures, ignore_conflicts=True)
    transaction.on_commit(empty_write_ahead_log)
    return [by_item(dict(zip(changing, amounts, strict=True))) for amounts in met]


def by_item(met: dict[Erased | Unlinked, int]) -> dict[str, int]:
    erased = dict.fromkeys(ITEMS, 0)
    for holding, amount in met.items():
        if isinstance(holding, Erased):
            erased[holding.item] += amount
    return {item: amount for item, amount in erased.items() if amount or item not in ONLY_IF_ANY}
