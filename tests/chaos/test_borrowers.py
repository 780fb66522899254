"""Many people at one suit in the same moment: one has it, the others are told kindly; and who writes past all of it."""

from functools import partial

import pytest
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Message
from config.business_days import add_business_days
from config.refusals import Refusal
from support.models import Suit, SuitLoan
from support.suits import booking, counter
from support.suits.refusals import AtTheDesk, NoneLeft
from tests import factories, twins
from tests.conftest import signed_in
from withdrawals.requests.advancing import advance

BORROWERS = 50
TIMES = 5

pytestmark = pytest.mark.django_db(transaction=True)


def day(business_days: int):
    return add_business_days(timezone.localdate(), business_days)


def days(first: int, last: int) -> dict:
    return {"pick_up_on": day(first), "needed_on": day(last - 1), "return_on": day(last), "asked_on": day(0)}


@pytest.fixture
def item():
    return factories.SuitFactory(number="S-012")


def reserve(item, seeker, needed: int = 5):
    return booking.reserve(seeker, cut=item.cut, size=item.size, office_id=item.office_id, needed_on=day(needed))


def test_fifty_and_the_last_suit(item):
    clients = [signed_in(factories.JobSeekerFactory().user) for _ in range(BORROWERS)]
    larger = factories.SuitFactory(office=item.office, size="11")
    typed = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": day(5).isoformat()}
    press = [lambda client=client: client.post("/support/suits/", typed) for client in clients]
    answers = twins.at_once(*press)
    statuses = [answer.status_code for answer in answers]
    assert (statuses.count(302), statuses.count(200)) == (1, BORROWERS - 1)
    refused = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert [text for text in refused if "No suit of this size is free" not in text] == []
    assert [text for text in refused if f"size={larger.size}" not in text] == []
    assert SuitLoan.objects.get().seeker.user == Message.objects.get().recipient


def test_who_asks_nobody_promises_it_once_too(item):
    """Rows as they are, past every action: the database counts them under the locks of the items."""
    factories.SuitFactory(office=item.office)
    seekers = [factories.JobSeekerFactory() for _ in range(8)]
    write = [partial(factories.SuitLoanFactory, item=item, seeker=seeker, **days(3, 6)) for seeker in seekers]
    made = twins.at_once(*write, refusals=(IntegrityError,))
    assert made.count(IntegrityError) == 6
    assert SuitLoan.objects.count() == 2


def test_seeker_who_presses_twice_reserves_once(item):
    factories.SuitFactory(office=item.office)
    for _ in range(TIMES):
        SuitLoan.objects.all().delete()
        client = signed_in(factories.JobSeekerFactory().user)
        typed = {"cut": item.cut, "size": item.size, "office": item.office_id, "needed_on": day(5).isoformat()}
        answers = twins.at_once(*[lambda c=client, t=typed: c.post("/support/suits/", t)] * 4)
        assert {answer.status_code for answer in answers} == {302}
        assert SuitLoan.objects.count() == 1


def test_two_who_move_to_the_same_days(item):
    for _ in range(TIMES):
        SuitLoan.objects.all().delete()
        first = factories.SuitLoanFactory(item=item, **days(2, 4))
        second = factories.SuitLoanFactory(item=item, **days(9, 11))
        to = [
            (first, {"pick_up_on": day(2), "return_on": day(6)}),
            (second, {"pick_up_on": day(7), "return_on": day(11)}),
        ]
        move = [partial(booking.move, loan.pk, loan.seeker, **where) for loan, where in to]
        came = twins.at_once(*move, refusals=(NoneLeft,))
        assert came.count(NoneLeft) == 1


def test_item_goes_to_one_of_two_who_stand_at_the_desk(item):
    factories.SuitFactory(office=item.office)
    for _ in range(TIMES):
        SuitLoan.objects.all().delete()
        Suit.objects.update(condition="usable", out_since=None)
        loans = [factories.SuitLoanFactory(item=item, **days(0, 3)) for _ in range(2)]
        came = twins.at_once(*[partial(counter.hand_out, it.pk, "S-012") for it in loans], refusals=(AtTheDesk,))
        assert sum(isinstance(it, SuitLoan) for it in came) == 1


def test_suit_is_damaged_while_somebody_reserves_it(item):
    """Whichever comes first: it is not promised, or who was promised it is on the desk's list."""
    for _ in range(TIMES):
        SuitLoan.objects.all().delete()
        Suit.objects.update(condition="usable")
        break_it = lambda: Suit.objects.filter(pk=item.pk).update(condition="damaged")  # noqa: E731
        seeker = factories.JobSeekerFactory()
        _broken, came = twins.at_once(break_it, lambda s=seeker: reserve(item, s), refusals=(NoneLeft,))
        assert SuitLoan.objects.count() == (0 if came is NoneLeft else 1)


def test_leavers_with_suits_and_who_hands_out_do_not_hold_each_other_up(item):
    now = timezone.now()
    for _ in range(TIMES):
        requests = [
            factories.WithdrawalRequestFactory(status="scheduled", received_at=now, completes_at=now) for _ in range(6)
        ]
        for request in requests:
            factories.SuitLoanFactory(
                item=factories.SuitFactory(office=item.office), seeker=request.seeker, status="lent"
            )
        Suit.objects.filter(pk=item.pk).update(condition="usable", out_since=None)
        loan = factories.SuitLoanFactory(item=item, **days(0, 3))
        halves = [[it.pk for it in requests[:3]], [it.pk for it in requests[:2:-1]]]
        work = [partial(advance, *half) for half in halves] + [partial(counter.hand_out, loan.pk, "S-012")]
        twins.at_once(*work, refusals=(Refusal,))
        loan.refresh_from_db()
        assert loan.status == "lent"
        SuitLoan.objects.filter(pk=loan.pk).delete()
