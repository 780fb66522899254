"""What there is of a kind of suit, and who holds it: read to be shown, or under a lock to be decided on.

A stock is its items: whoever promises one of them locks them all, in order of their ids, after the seeker.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from support.suits.models import Key, Suit, SuitLoan
from support.suits.room import Span, beyond, has_room


@dataclass
class Stock:
    """The items of one office, cut and size, and the loans that hold one of them."""

    items: list[Suit] = field(default_factory=list)
    loans: list[SuitLoan] = field(default_factory=list)

    @property
    def usable(self) -> list[Suit]:
        return [item for item in self.items if item.is_usable]

    @property
    def at_cleaner(self) -> list[Span]:
        return [item.at_cleaner for item in self.usable if item.at_cleaner]

    def has_room(self, wanted: Span, *, today: date, but: SuitLoan | None = None) -> bool:
        """Whether one more can be promised on these days; `but` is what gives way to it."""
        others = [loan.span(today) for loan in self.loans if loan != but]
        return has_room(len(self.usable), [*self.at_cleaner, *others], wanted)

    def without_suit(self, *, today: date) -> list[SuitLoan]:
        """Those who were promised one that is not there: overdue, damaged or lost. Who asked first keeps theirs."""
        out = [loan.span(today) for loan in self.loans if loan.is_lent]
        holds = sorted((loan for loan in self.loans if loan.is_requested), key=lambda it: (it.requested_at, it.pk))
        left = beyond(len(self.usable), [*self.at_cleaner, *out], [loan.span(today) for loan in holds])
        return [holds[position] for position in left]

    def on_the_rack(self) -> list[Suit]:
        """The items that can be handed out now."""
        out = {loan.suit_id for loan in self.loans if loan.is_lent}
        return [item for item in self.usable if item.pk not in out]


Stocks = dict[Key, Stock]


def lock_stocks(keys: Iterable[Key]) -> Stocks:
    """These stocks, their items locked: nobody else promises or hands out one meanwhile."""
    wanted = rows_of(keys)
    items = list(Suit.objects.filter(wanted).select_for_update(of=("self",)).order_by("pk"))
    return stocks(items, SuitLoan.objects.live().filter(wanted))


def read_stocks(suits: QuerySet[Suit], loans: QuerySet[SuitLoan]) -> Stocks:
    """To be shown: what these items and loans come to, by stock. Two statements."""
    return stocks(suits, loans)


def stocks(items: Iterable[Suit], loans: Iterable[SuitLoan]) -> Stocks:
    found: Stocks = {}
    for item in items:
        found.setdefault(item.key, Stock()).items.append(item)
    for loan in loans:
        found.setdefault(loan.key, Stock()).loans.append(loan)
    return found


def rows_of(keys: Iterable[Key]) -> Q:
    return reduce(or_, [key.rows for key in set(keys)])
