"""What the desk has to do with suits today, on the admin's first page; two statements, whatever there is."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from support.suits.affected import Affected, affected, all_stocks
from support.suits.models import Suit, SuitLoan

AT_MOST = 50


@dataclass(frozen=True)
class Overview:
    """Who comes for one, who brings one back, what is late, what nobody will bring back, and who will find none."""

    pick_ups: list[SuitLoan]
    returns: list[SuitLoan]
    overdue: list[SuitLoan]
    not_returned: list[Suit]
    affected: list[Affected]
    shown: str = f":{AT_MOST}"

    @property
    def late(self) -> int:
        return len(self.overdue) + len(self.not_returned)


def overview(*, now: datetime) -> Overview:
    """A pick-up that nobody came for stays until its day is over; it is not lost sight of."""
    stocks, today = all_stocks(), timezone.localdate(now)
    loans = [loan for stock in stocks.values() for loan in stock.loans]
    reserved = [it for it in loans if it.is_requested and it.pick_up_on <= today <= it.needed_on]
    out = [it for it in loans if it.is_lent]
    gone = [item for stock in stocks.values() for item in stock.items if item.out_since]
    return Overview(
        pick_ups=sorted(reserved, key=lambda it: (it.pick_up_on, it.pk)),
        returns=sorted((it for it in out if it.return_on == today), key=lambda it: it.pk),
        overdue=sorted((it for it in out if it.is_overdue(today)), key=lambda it: (it.return_on, it.pk)),
        not_returned=sorted(gone, key=lambda it: it.number),
        affected=affected(stocks, today=today),
    )
