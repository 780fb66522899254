"""Everything the service holds about a member, and how it is erased: one function, one transaction."""

from datetime import datetime

from django.db import transaction

import accounts.holdings
import advisors.holdings
import jobs.holdings
import withdrawals.holdings
from accounts.holdings import ONLY_IF_ANY, Erased, Holding, Kept
from accounts.models import JobSeeker
from withdrawals.erasure.models import Erasure
from withdrawals.erasure.sql import change, empty_write_ahead_log

# Later apps first: what points to a member goes before the member.
HOLDINGS: list[Holding] = [
    *withdrawals.holdings.HOLDINGS,
    *jobs.holdings.HOLDINGS,
    *advisors.holdings.HOLDINGS,
    *accounts.holdings.HOLDINGS,
]
ITEMS = {
    **accounts.holdings.ITEMS,
    **advisors.holdings.ITEMS,
    **jobs.holdings.ITEMS,
    **withdrawals.holdings.ITEMS,
}


def erase_member(seeker: JobSeeker, *, now: datetime) -> dict[str, int]:
    """Delete every row the service holds about this member; how many of each item of the receipt.

    Call it in a transaction with the member's row locked: either all of it is gone, or nothing.
    """
    erased = dict.fromkeys(ITEMS, 0)
    changing = [holding for holding in HOLDINGS if not isinstance(holding, Kept)]
    for holding, amount in zip(changing, change(changing, seeker), strict=True):
        if isinstance(holding, Erased):
            erased[holding.item] += amount
    Erasure.objects.bulk_create([Erasure(erasure_id=seeker.erasure_id, erased_at=now)], ignore_conflicts=True)
    transaction.on_commit(empty_write_ahead_log)
    return {item: amount for item, amount in erased.items() if amount or item not in ONLY_IF_ANY}
