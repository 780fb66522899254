"""A member who leaves with a suit: nothing is delayed, they are told how to return it, and the item names nobody."""

from datetime import date
from functools import partial

import pytest
from django.core import mail
from django.db import connection

from support.models import Suit, SuitLoan
from tests.costs import counted
from tests.factories import OfficeFactory, SuitFactory, SuitLoanFactory, WithdrawalRequestFactory
from tests.twins import overtaken
from withdrawals.requests.advancing import advance

pytestmark = pytest.mark.django_db
TOLD = "You have one of our suits (number S-012)."


@pytest.fixture
def item():
    return SuitFactory(number="S-012", office=OfficeFactory(name="見本拠点", address="見本町1-2-3"))


def leave(seeker, worker, now, **fields):
    request = WithdrawalRequestFactory(
        statement__email=seeker.user.email, statement__phone=seeker.phone.as_e164, received_at=now, **fields
    )
    advance(request.pk, now=now)
    worker()
    return request


@pytest.fixture
def warned(seeker, worker, now):
    def warn() -> str:
        request = leave(seeker, worker, now)
        request.refresh_from_db()
        assert request.status == "scheduled"
        return mail.outbox[-1].body

    return warn


@pytest.fixture
def completed(seeker, worker, now):
    def complete() -> str:
        request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
        advance(request.pk, now=now)
        request.refresh_from_db()
        assert request.status == "completed"
        worker()
        return mail.outbox[-1].body

    return complete


@pytest.mark.parametrize("mailed", ["warned", "completed"])
def test_both_mails_say_how_to_return_it_where_one_is_out(request, seeker, item, mailed):
    SuitLoanFactory(seeker=seeker, item=item, status="lent")
    body = request.getfixturevalue(mailed)()
    assert TOLD in body
    assert "見本拠点 見本町1-2-3" in body


@pytest.mark.parametrize("mailed", ["warned", "completed"])
@pytest.mark.parametrize("status", ["requested", "returned", "lost", "cancelled"])
def test_no_mail_speaks_of_suits_where_none_is_out(request, seeker, item, mailed, status):
    SuitLoanFactory(seeker=seeker, item=item, status=status)
    assert "suits (number" not in request.getfixturevalue(mailed)()


def test_item_stays_and_says_since_when_and_not_with_whom(completed, seeker, item):
    SuitLoanFactory(seeker=seeker, item=item, status="lent")
    completed()
    kept = Suit.objects.get()
    assert (kept.condition, kept.out_since) == ("not_returned", date(2026, 11, 20))
    assert not SuitLoan.objects.exists()


def test_hold_of_who_leaves_before_the_hand_out_is_free_that_second(completed, seeker, item):
    SuitLoanFactory(seeker=seeker, item=item)
    completed()
    SuitLoanFactory(item=item)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
def test_suits_of_many_are_waited_for_in_one_order(now):
    """Who waits for the first one holds none that comes after it, whoever has it."""
    first, second = SuitFactory.create_batch(2)
    requests = WithdrawalRequestFactory.create_batch(2, status="scheduled", received_at=now, completes_at=now)
    for request, item in zip(requests, (second, first), strict=True):
        SuitLoanFactory(seeker=request.seeker, item=item, status="lent")
    free = Suit.objects.filter(pk=second.pk).select_for_update(nowait=True)
    overtaken(partial(advance, *[it.pk for it in requests], now=now), first, by=free.get)
    assert Suit.objects.filter(condition="not_returned").count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite completes each alone")
def test_suits_of_many_cost_two_statements_more(now, item):
    sent = []
    for amount in (2, 10):
        requests = WithdrawalRequestFactory.create_batch(amount, status="scheduled", received_at=now, completes_at=now)
        for request in requests:
            SuitLoanFactory(seeker=request.seeker, status="lent")
        with counted() as statements:
            advance(*[request.pk for request in requests], now=now)
        sent.append(len(statements))
    assert sent[0] == sent[1]
    assert Suit.objects.filter(condition="not_returned").count() == 12
