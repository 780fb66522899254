"""What the database refuses, whoever writes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from support.models import Suit, SuitLoan
from tests.factories import JobSeekerFactory, OfficeFactory, SuitFactory, SuitLoanFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refused(name: str, write) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        write()


def changed(row, **fields) -> None:
    type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def item():
    return SuitFactory()


# A row by itself


@pytest.mark.parametrize(("cut", "size"), [("mens", "9"), ("womens_skirt", "A5"), ("womens_trousers", "8")])
def test_size_is_one_of_its_cut(item, cut, size):
    refused("suit_size_fits_cut", lambda: changed(item, cut=cut, size=size))
    loan = SuitLoanFactory(item=item)
    refused("suitloan_size_fits_cut", lambda: changed(loan, cut=cut, size=size))


def test_condition_is_a_known_one(item):
    refused("suit_condition_known", lambda: changed(item, condition="worn"))


@pytest.mark.parametrize("fields", [{"condition": "not_returned"}, {"out_since": date(2026, 11, 1)}])
def test_item_not_returned_says_since_when(item, fields):
    refused("suit_out_since_iff_not_returned", lambda: changed(item, **fields))


@pytest.mark.parametrize(
    "fields", [{"pick_up_on": date(2026, 12, 2)}, {"return_on": date(2026, 11, 30)}, {"busy_until": date(2026, 12, 2)}]
)
def test_days_are_in_order(fields):
    loan = SuitLoanFactory()
    refused("suitloan_days_in_order", lambda: changed(loan, **fields))


@pytest.mark.parametrize(
    ("status", "fields"),
    [
        ("requested", {"lent_at": timezone.now()}),
        ("requested", {"ended_at": timezone.now()}),
        ("lent", {"ended_at": timezone.now()}),
        ("returned", {"lent_at": None}),
        ("lost", {"ended_at": None}),
        ("lost", {"suit": None}),
        ("cancelled", {"ended_at": None}),
        ("cancelled", {"lent_at": timezone.now()}),
    ],
)
def test_times_and_item_go_with_the_status(status, fields):
    loan = SuitLoanFactory(status=status)
    refused("suitloan_times_and_item_fit_status", lambda: changed(loan, **fields))


@pytest.mark.parametrize(
    ("status", "because"), [("cancelled", ""), ("cancelled", "weather"), ("requested", "seeker"), ("lent", "desk")]
)
def test_cancelled_has_a_reason_and_nothing_else_has(status, because):
    loan = SuitLoanFactory(status=status)
    refused("suitloan_cancelled_for_a_reason", lambda: changed(loan, cancelled_because=because))


# One person, one suit


def test_item_is_lent_to_one_person_at_a_time(item):
    SuitLoanFactory(item=item, status="lent")
    SuitFactory(office=item.office)
    refused("suitloan_item_out_once|suit_id", lambda: SuitLoanFactory(item=item, status="lent"))


def test_seeker_has_one_suit_reserved_and_one_out(seeker):
    SuitLoanFactory(seeker=seeker, status="requested")
    SuitLoanFactory(seeker=seeker, status="lent")
    for status, name in [
        ("requested", "suitloan_one_reserved_per_seeker"),
        ("lent", "suitloan_one_out_per_seeker"),
    ]:
        refused(f"{name}|seeker_id", lambda status=status: SuitLoanFactory(seeker=seeker, status=status))


# A stock


def test_one_more_than_there_are_is_refused(item):
    SuitLoanFactory(item=item)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item))
    SuitFactory(office=item.office)
    SuitLoanFactory(item=item)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item))


def test_stock_is_of_office_cut_and_size(item):
    SuitLoanFactory(item=item)
    for fields in ({"office": OfficeFactory()}, {"cut": "womens_trousers"}, {"size": "11"}):
        SuitLoanFactory(item=SuitFactory(**{"office": item.office, **fields}))


@pytest.mark.parametrize("condition", ["mended", "damaged", "lost", "retired"])
def test_what_is_not_in_order_is_promised_to_nobody(item, condition):
    changed(item, condition=condition)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item))


def after(loan: SuitLoan, days: int) -> dict:
    first = loan.busy_until + days * DAY
    return {"pick_up_on": first, "needed_on": first + 2 * DAY, "return_on": first + 4 * DAY}


def test_next_pick_up_is_after_the_cleaning(item):
    loan = SuitLoanFactory(item=item)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item, **after(loan, 0)))
    SuitLoanFactory(item=item, **after(loan, 1))


def test_item_at_the_cleaners_is_free_after(item):
    loan = SuitLoanFactory.build(item=None, office=None, cut="", size="", seeker=None)
    changed(item, cleaned_until=loan.pick_up_on)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item))
    changed(item, cleaned_until=loan.pick_up_on - DAY)
    SuitLoanFactory(item=item)


def test_overdue_one_is_out_as_long_as_it_is_out(item):
    out = SuitLoanFactory(item=item, status="lent", **{"return_on": date(2026, 12, 1)})
    much_later = after(out, 30)
    refused("suitloan_within_stock", lambda: SuitLoanFactory(item=item, asked_on=date(2026, 12, 2), **much_later))
    SuitLoanFactory(item=item, asked_on=date(2026, 12, 1), **much_later)


def test_moving_takes_no_more_than_there_is_and_fewer_days_always_can_be(item):
    first = SuitLoanFactory(item=item)
    second = SuitLoanFactory(item=item, **after(first, 1))
    refused("suitloan_moved_within_stock", lambda: changed(second, pick_up_on=first.busy_until))
    changed(item, condition="damaged")
    changed(second, pick_up_on=second.pick_up_on + DAY)
    refused("suitloan_moved_within_stock", lambda: changed(second, busy_until=second.busy_until + DAY))


def test_ended_loan_does_not_come_back_where_another_has_its_place(item):
    ended = SuitLoanFactory(item=item, status="cancelled")
    SuitLoanFactory(item=item)
    live = {"status": "requested", "ended_at": None, "cancelled_because": ""}
    refused("suitloan_moved_within_stock", lambda: changed(ended, **live))


@pytest.mark.parametrize("fields", [{"size": "11"}, {"condition": "damaged"}])
def test_item_handed_out_is_in_order_and_of_the_stock(item, fields):
    loan = SuitLoanFactory(item=item)
    other = SuitFactory(**{"office": item.office, **fields})
    handed = {"status": "lent", "suit": other, "lent_at": timezone.now()}
    refused("suitloan_lends_an_item_of_its_stock", lambda: changed(loan, **handed))
    changed(loan, **handed | {"suit": item})


def test_loan_that_begins_as_handed_out_is_of_its_stock(item):
    other = SuitFactory(office=item.office, size="11")
    wrong = lambda: SuitLoanFactory(item=item, status="lent", suit=other)  # noqa: E731
    refused("suitloan_begins_before_the_hand_out", wrong)


@pytest.mark.parametrize("fields", [{"condition": "retired"}, {"size": "11"}, {"cut": "womens_trousers"}])
def test_item_stays_as_it_is_while_it_is_out(item, fields):
    SuitLoanFactory(item=item, status="lent")
    refused("suit_stays_as_it_is_while_out", lambda: changed(item, **fields))


# The row of a loan goes


def test_item_is_not_returned_once_the_row_of_its_loan_is_gone(item):
    lent_at = timezone.make_aware(timezone.datetime(2026, 11, 20, 0, 30))
    SuitLoanFactory(item=item, status="lent", lent_at=lent_at).seeker.user.delete()
    item.refresh_from_db()
    assert (item.condition, item.out_since) == ("not_returned", date(2026, 11, 20))
    assert not SuitLoan.objects.exists()


@pytest.mark.parametrize("status", ["requested", "returned", "lost", "cancelled"])
def test_item_is_as_it_was_once_the_row_of_another_loan_is_gone(item, status):
    SuitLoanFactory(item=item, status=status).seeker.user.delete()
    assert Suit.objects.get().condition == "usable"
    SuitLoanFactory(item=item, seeker=JobSeekerFactory())


def test_item_that_is_not_in_order_takes_no_day_at_the_cleaners_from_the_others(item):
    SuitFactory(office=item.office, condition="mended", cleaned_until=date(2026, 12, 31))
    assert SuitLoanFactory(item=item).pk


def test_item_not_returned_is_at_no_cleaners(item):
    loan = SuitLoanFactory(item=item, status="lent")
    changed(item, cleaned_until=date(2026, 12, 31))
    loan.delete()
    item.refresh_from_db()
    assert item.cleaned_until is None
