"""Two tabs at the same moment: nobody meets an error, and the ranks have no gaps."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Message
from jobs.conditions.editing import ask_for_referrals, make_must, move_to, set_condition
from tests import factories
from tests.twins import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 4


def in_tabs(act) -> None:
    at_once(*[partial(act, number) for number in range(TABS)])


@pytest.fixture
def member():
    seeker = factories.AssignmentFactory().seeker
    factories.CounselingBookingFactory(seeker=seeker, status="completed")
    return seeker


def test_one_kind_is_added_once_and_the_advisor_told_once(member):
    now = timezone.now()
    in_tabs(lambda n: set_condition(member.pk, "pay", number=200_000 + n, is_must=True, now=now))
    assert member.desired_conditions.count() == Message.objects.count() == 1


def test_ranks_stay_without_gaps(member):
    now = timezone.now()
    kinds = ["training", "dormitory", "remote", "pay"]
    in_tabs(lambda n: set_condition(member.pk, kinds[n], number=1, is_must=False, now=now))
    in_tabs(lambda n: make_must(member.pk, kinds[n], now=now) if n % 2 else move_to(member.pk, kinds[n], 1, now=now))
    ranks = member.desired_conditions.values_list("is_must", "rank")
    assert sorted(ranks) == [(False, 1), (False, 2), (True, 1), (True, 2)]


def test_referrals_are_asked_for_once(member):
    in_tabs(lambda n: ask_for_referrals(member.pk, now=timezone.now()))
    assert member.referral_wish
