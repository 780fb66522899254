"""At the desk: a suit is handed out, by its number, taken back, or lost; another is given where one is not there.

Locks are taken in one order: seeker, then the items.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import JobSeeker
from advisors.assignment.assigning import lock_seeker
from config import clock
from config.steps import InvalidTransition, step
from support.suits.affected import days_wanted
from support.suits.booking import hold, rehold
from support.suits.models import Key, Suit, SuitLoan
from support.suits.notifying import tell_with_entry
from support.suits.refusals import (
    HasOneOut,
    ItemNotInOrder,
    ItemOut,
    NoneLeft,
    NoSuchItem,
    PromisedToOthers,
    SeekerLeaves,
)
from support.suits.room import Span
from support.suits.stock import Stock, Stocks, lock_stocks

Status = SuitLoan.Status
Condition = Suit.Condition


def locked(loan_id: int, *others: Key) -> tuple[SuitLoan, Stocks]:
    """The loan with its seeker, and its stock and these others, all under locks. Raises `InvalidTransition`."""
    with suppress(SuitLoan.DoesNotExist, JobSeeker.DoesNotExist):
        unlocked = SuitLoan.objects.get(pk=loan_id)
        seeker = lock_seeker(unlocked.seeker_id)
        stocks = lock_stocks([unlocked.key, *others])
        loan = SuitLoan.objects.select_for_update(of=("self",)).select_related("office", "interview").get(pk=loan_id)
        if loan.key == unlocked.key:
            loan.seeker = seeker
            return loan, stocks
    raise InvalidTransition(f"loan {loan_id} is gone, or of another suit")


@transaction.atomic
def hand_out(loan_id: int, number: str, *, now: datetime | None = None) -> SuitLoan:
    """Give this item to whom a suit is reserved for; of another size or office, if none is promised away by it.

    Raises `AtTheDesk` or `InvalidTransition`.
    """
    unlocked = item_of(number)
    loan, stocks = locked(loan_id, unlocked.key)
    now = now or clock.now()
    stock = stocks.get(unlocked.key, Stock())
    item = next((it for it in stock.items if it.pk == unlocked.pk), None)
    if not loan.is_requested:
        raise InvalidTransition(f"{loan} is {loan.status}")
    refuse_item(loan, item, stock)
    assert item is not None  # else it was refused
    today, former = timezone.localdate(now), Span(loan.pick_up_on, loan.busy_until)
    is_alike = loan.key == item.key
    loan.office_id, loan.cut, loan.size = item.key
    loan.pick_up_on, loan.asked_on = min(loan.pick_up_on, today), today
    item.go_out()
    try:
        hold(loan, stock, today=today, former=former if is_alike else None)
    except NoneLeft as refusal:
        raise PromisedToOthers from refusal
    step(loan, Status.LENT, at=now, suit=item)
    return loan


def item_of(number: str) -> Suit:
    """Raises `NoSuchItem`."""
    item = Suit.objects.filter(number=number).first()
    if item is None:
        raise NoSuchItem
    return item


def refuse_item(loan: SuitLoan, item: Suit | None, stock: Stock) -> None:
    """Raises `AtTheDesk` where this item cannot go to this seeker. Call with all of them locked."""
    if item is None or not item.is_usable:
        raise ItemNotInOrder
    if item not in stock.on_the_rack():
        raise ItemOut
    if loan.seeker.is_leaving:
        raise SeekerLeaves
    if loan.seeker.suit_loans.lent().exists():
        raise HasOneOut


@transaction.atomic
def take_back(loan_id: int, condition: str, *, now: datetime | None = None) -> SuitLoan:
    """It is back, and in this condition; in order, it goes to the cleaner for some days. Raises `InvalidTransition`."""
    return end(loan_id, Status.RETURNED, lambda item, day: item.come_back(condition, today=day), now=now)


@transaction.atomic
def lose(loan_id: int, *, now: datetime | None = None) -> SuitLoan:
    """It is lost, and leaves the stock. Nobody pays for it. Raises `InvalidTransition`."""
    return end(loan_id, Status.LOST, lambda item, day: item.come_back(Condition.LOST, today=day), now=now)


def end(loan_id: int, status: Status, then: Callable[[Suit, date], None], *, now: datetime | None) -> SuitLoan:
    loan, stocks = locked(loan_id)
    now = now or clock.now()
    step(loan, status, at=now)
    item = next(it for it in stocks[loan.key].items if it.pk == loan.suit_id)
    then(item, timezone.localdate(now))
    return loan


@transaction.atomic
def receive(number: str, condition: str, *, now: datetime | None = None) -> Suit:
    """What somebody who has left had is back; nobody asks who it was. Raises `NoSuchItem` or `InvalidTransition`."""
    unlocked = item_of(number)
    item = Suit.objects.select_for_update(of=("self",)).get(pk=unlocked.pk)
    if item.condition != Condition.NOT_RETURNED:
        raise InvalidTransition(f"{item} is {item.condition}")
    item.come_back(condition, today=timezone.localdate(now or clock.now()))
    return item


@transaction.atomic
def give_another(loan_id: int, key: Key, *, now: datetime | None = None) -> SuitLoan:
    """Hold a suit of another size or office for the days it is needed, and tell the seeker. Raises `Refusal`."""
    loan, stocks = locked(loan_id, key)
    now = now or clock.now()
    if not loan.is_requested:
        raise InvalidTransition(f"{loan} is {loan.status}")
    if loan.key == key:
        return loan
    loan.office_id, loan.cut, loan.size = key
    today = loan.asked_on = timezone.localdate(now)
    if loan.is_misplaced:
        loan.set_days(*days_wanted(loan, today=today), needed_on=loan.wanted_on, today=today)
    hold(loan, stocks.get(key, Stock()), today=today)
    tell_with_entry("support/suit_changed", loan, now=now)
    return loan


@transaction.atomic
def move_for_seeker(loan_id: int, *, pick_up_on: date, return_on: date, now: datetime | None = None) -> SuitLoan:
    """Other days, as said with the seeker; of a suit that is out, that of the return. Raises `Refusal`."""
    loan, stocks = locked(loan_id)
    now = now or clock.now()
    if loan.status not in SuitLoan.LIVE:
        raise InvalidTransition(f"{loan} is {loan.status}")
    if loan.is_lent:
        pick_up_on = loan.pick_up_on
    if (loan.pick_up_on, loan.return_on) == (pick_up_on, return_on):
        return loan
    needed_on = min(max(loan.wanted_on, pick_up_on), return_on)
    rehold(loan, stocks.get(loan.key, Stock()), pick_up_on, return_on, needed_on=needed_on, now=now)
    tell_with_entry("support/suit_moved", loan, now=now)
    return loan


@transaction.atomic
def call_off(loan_id: int, *, now: datetime | None = None) -> SuitLoan:
    """There is no suit for it, and we are sorry; the seeker is told. Raises `InvalidTransition`."""
    loan, _stocks = locked(loan_id)
    now = now or clock.now()
    loan.cancel(SuitLoan.Because.DESK, at=now)
    tell_with_entry("support/suit_freed", loan, because=SuitLoan.Because.DESK.value, now=now)
    return loan
