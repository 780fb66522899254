"""Nothing is promised twice: in Python, and as the database holds it, against somebody who counts days."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.models import SuitLoan
from support.suits.days import back_on, clean_after
from support.suits.room import Span, beyond, has_room, most_at_once
from support.suits.stock import stocks
from tests.factories import OfficeFactory, SuitFactory, SuitLoanFactory

FIRST = date(2026, 11, 23)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def span(pair) -> Span:
    return Span(day(min(pair)), day(max(pair)))


SPANS = st.tuples(st.integers(0, 15), st.integers(0, 15)).map(span)


def counted(spans: list[Span], wanted: Span) -> int:
    """Day by day."""
    days = [wanted.first + timedelta(days=n) for n in range((wanted.last - wanted.first).days + 1)]
    return max(sum(it.first <= on <= it.last for it in spans) for on in days)


@given(st.lists(SPANS, max_size=8), SPANS)
def test_most_at_once_is_what_counting_each_day_finds(spans, wanted):
    assert most_at_once(spans, wanted) == counted(spans, wanted)


@given(st.integers(0, 3), st.lists(SPANS, max_size=8), SPANS)
def test_there_is_room_if_on_no_day_all_are_taken(amount, taken, wanted):
    assert has_room(amount, taken, wanted) == (counted(taken, wanted) < amount)


@given(st.integers(0, 3), st.lists(SPANS, max_size=3), st.lists(SPANS, max_size=6))
def test_those_for_whom_there_is_none_are_as_many_as_needed_and_asked_later(amount, taken, holds):
    without = beyond(amount, taken, holds)
    kept = [hold for at, hold in enumerate(holds) if at not in without]
    for at, hold in enumerate(holds):
        earlier = [other for before, other in enumerate(holds[:at]) if before not in without]
        assert (at in without) == (counted([*taken, *earlier], hold) >= amount)
    for hold in kept:
        assert counted([*taken, *kept], hold) <= max(amount, counted(taken, hold))


# The same rule, three times: counted day by day, by the action, and by the trigger


class Asked:
    """Holds as they are asked for, one after the other; some are out, some too late."""

    def __init__(self, items: int, cleaned: int):
        office = OfficeFactory()
        self.items = [SuitFactory(office=office) for _ in range(items)]
        if cleaned:
            item = self.items[0]
            item.cleaned_until = day(cleaned)
            item.save()

    def spans(self, today: date) -> list[Span]:
        live = SuitLoan.objects.live()
        late = [Span(it.pick_up_on, date.max) for it in live if it.status == "lent" and it.return_on < today]
        on_time = [Span(it.pick_up_on, it.busy_until) for it in live if it.status != "lent" or it.return_on >= today]
        cleaned = [Span(date.min, it.cleaned_until) for it in self.items if it.cleaned_until]
        return [*late, *on_time, *cleaned]


HOLDS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 5), st.booleans(), st.integers(0, 12)), min_size=1, max_size=6
)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.integers(1, 3), st.integers(0, 6), HOLDS)
def test_action_and_database_refuse_what_counting_days_refuses(items, cleaned, holds):
    with transaction.atomic():
        asked = Asked(items, cleaned)
        for first, length, is_out, today in holds:
            ends = back_on(day(first + length))  # nobody is given a day of return on which the office is closed
            days = {"pick_up_on": day(first), "needed_on": ends, "return_on": ends}
            wanted = Span(days["pick_up_on"], clean_after(days["return_on"]))
            expected = counted(asked.spans(day(today)), wanted) < items
            held = stocks(asked.items, SuitLoan.objects.live())[asked.items[0].key]
            assert held.has_room(wanted, today=day(today)) == expected
            assert (stored(asked, days, is_out=is_out, today=day(today)) is not None) == expected
        transaction.set_rollback(True)


def stored(asked: Asked, days: dict, *, is_out: bool, today: date) -> SuitLoan | None:
    """As a naive writer stores it, who asks nobody; one that is out takes an item that is on the rack."""
    try:
        with transaction.atomic():
            loan = SuitLoanFactory(item=asked.items[0], asked_on=today, **days)
    except IntegrityError:
        return None
    out = set(SuitLoan.objects.lent().values_list("suit", flat=True))
    free = [item for item in asked.items if item.pk not in out]
    if is_out and free:
        SuitLoan.objects.filter(pk=loan.pk).update(status="lent", suit=free[-1], lent_at=loan.requested_at)
    return loan
