"""Who has been promised a suit that will not be there, or not as promised, and what else is free for the same days."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisors.models import Office
from config.business_days import is_business_day
from config.noted import noted
from support.suits.days import clean_after, days_for
from support.suits.models import Key, Suit, SuitLoan
from support.suits.room import Span
from support.suits.sizes import near
from support.suits.stock import Stocks, read_stocks


class Why(models.TextChoices):
    NO_SUIT = "no_suit", _("No suit is there for it: one is overdue, not clean in time, damaged, lost or elsewhere.")
    INTERVIEW_MOVED = "interview_moved", _("The interview has been moved, and these days do not fit it.")
    CLOSED = "closed", _("The office is closed on the day of pick-up or return.")
    OFFICE_GONE = "office_gone", _("The office has been closed for good.")


def days_wanted(loan: SuitLoan, *, today: date) -> tuple[date, date]:
    """Of one that is reserved: its days as they are, or those of the day its interview has moved to."""
    if not loan.is_misplaced:
        return loan.pick_up_on, loan.return_on
    pick_up_on, return_on = days_for(loan.wanted_on, today=today)
    return min(pick_up_on, loan.wanted_on), return_on


def span_wanted(loan: SuitLoan, *, today: date) -> Span:
    pick_up_on, return_on = days_wanted(loan, today=today)
    return Span(pick_up_on, loan.busy_until if return_on == loan.return_on else clean_after(return_on))


@dataclass(frozen=True)
class Affected:
    loan: SuitLoan
    why: Why


def affected(stocks: Stocks, *, today: date) -> list[Affected]:
    """Those whose reservation cannot be kept as it is, whoever comes first: nothing of it is stored, or vanishes."""
    found = {}
    for stock in stocks.values():
        for loan in stock.loans:
            if why := misfit(loan, today=today):
                found[loan] = why
        found |= dict.fromkeys(stock.without_suit(today=today), Why.NO_SUIT)
    return [Affected(loan, found[loan]) for loan in sorted(found, key=lambda it: (it.pick_up_on, it.pk))]


def misfit(loan: SuitLoan, *, today: date) -> Why | None:
    """Whether the days it was promised for do not fit any more."""
    if loan.is_misplaced:
        return Why.INTERVIEW_MOVED
    if not loan.office.is_open:
        return Why.OFFICE_GONE
    ahead = [loan.return_on] if loan.is_lent else [loan.pick_up_on, loan.return_on]
    return Why.CLOSED if any(day >= today and not is_business_day(day) for day in ahead) else None


def all_stocks() -> Stocks:
    """Every stock that has suits or loans; two statements."""
    in_sight = Suit.objects.filter(condition__in=[Suit.Condition.USABLE, Suit.Condition.NOT_RETURNED])
    loans = SuitLoan.objects.live().select_related("seeker", "office", "suit", "interview")
    return read_stocks(in_sight.select_related("office"), loans)


@dataclass(frozen=True)
class Alternative:
    """A suit that is free for the same days: how it differs, and where it is."""

    key: Key
    item: Suit

    @property
    def value(self) -> str:
        return "/".join(map(str, self.key))

    @property
    def label(self) -> str:
        return noted(self.item.described, self.item.office.name)


def alternatives(key: Key, span: Span, *, now: datetime) -> list[Alternative]:
    """What is free instead, of the same cut: the size next to it here, then this size at other offices, then both.

    Two statements.
    """
    sizes = [key.size, *near(key.cut, key.size)]
    items = Suit.objects.usable().filter(cut=key.cut, size__in=sizes, office__in=Office.objects.open().values("pk"))
    loans = SuitLoan.objects.live().filter(cut=key.cut, size__in=sizes)
    stocks = read_stocks(items.select_related("office"), loans)
    today = timezone.localdate(now)

    def order(it: Key) -> tuple[bool, int, int]:
        return (it.office_id != key.office_id, sizes.index(it.size), it.office_id)

    free = [it for it, stock in stocks.items() if it != key and stock.has_room(span, today=today)]
    return [Alternative(it, stocks[it].items[0]) for it in sorted(free, key=order)]
