"""What is limited is counted at once and for good: eight tries at one moment are eight, and Redis has no part in it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.attempts.budgets import CODES_MAILED, Budget, give_back, is_spent, mails, spend, wrong_codes
from accounts.attempts.refusals import ManyWrongCodes, TooOften
from accounts.expiry import forget
from accounts.models import Attempt
from tests.accounts.registration.test_registration import TYPED
from tests.twins import at_once
from withdrawals.erasure.erasing import erase_member

THREE = Budget("three", 3, timedelta(hours=1))
FIVE = Budget("five", 5, timedelta(hours=1), ManyWrongCodes)


def uses(share, times: int, *, now) -> list[bool]:
    """Of so many, which were let through."""
    return [spent(share, now=now) for _ in range(times)]


def spent(*shares, now) -> bool:
    try:
        spend(*shares, now=now)
    except TooOften:
        return False
    return True


def test_budget_holds_from_its_first_use_for_its_stretch(db, now):
    assert uses(THREE.of("a"), 4, now=now) == [True, True, True, False]
    assert spent(THREE.of("a"), now=now + timedelta(minutes=59)) is False
    assert spent(THREE.of("a"), now=now + timedelta(hours=1)) is True
    assert uses(THREE.of("a"), 3, now=now + timedelta(hours=1)) == [True, True, False]


def test_refusal_is_the_one_of_the_budget_and_names_the_end_of_the_stretch(db, now):
    uses(THREE.of("a"), 3, now=now)
    with pytest.raises(TooOften) as refusal:
        spend(FIVE.of("a"), THREE.of("a"), now=now + timedelta(minutes=10))
    assert (type(refusal.value), refusal.value.retry_at) == (TooOften, now + timedelta(hours=1))


@pytest.mark.parametrize("budgets", [(THREE, FIVE), (FIVE, THREE)])
def test_of_two_that_are_used_up_the_one_that_ends_last_is_named(db, now, budgets):
    uses(THREE.of("a"), 3, now=now)
    uses(FIVE.of("a"), 5, now=now + timedelta(minutes=10))
    with pytest.raises(TooOften) as refusal:
        spend(*[budget.of("a") for budget in budgets], now=now + timedelta(minutes=20))
    assert (type(refusal.value), refusal.value.retry_at) == (ManyWrongCodes, now + timedelta(minutes=70))


def test_everybody_has_a_budget_of_their_own(db, now):
    uses(THREE.of("a"), 6, now=now)
    assert spent(THREE.of("b"), now=now)
    assert spent(FIVE.of("a"), now=now)


def test_what_is_given_back_is_there_again(db, now):
    share = THREE.of("a")
    uses(share, 3, now=now)
    assert is_spent(share, now=now)
    give_back(share)
    assert not is_spent(share, now=now)
    assert uses(share, 2, now=now) == [True, False]


def test_what_is_given_back_of_a_stretch_that_is_over_makes_the_next_no_longer(db, now):
    """Two right codes are on their way as the stretch ends, and one is typed in the next."""
    share = THREE.of("a")
    uses(share, 1, now=now)
    for _right in range(2):
        give_back(share)
    assert uses(share, 4, now=now) == [True, True, True, False]


def test_what_was_used_up_is_there_again_in_the_next_stretch(db, now):
    uses(THREE.of("a"), 3, now=now)
    at = (now, now + timedelta(minutes=59), now + timedelta(hours=1))
    assert [is_spent(THREE.of("a"), now=moment) for moment in at] == [True, True, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("budgets", [[THREE], [THREE, FIVE], [FIVE, THREE]])
def test_eight_at_one_moment_are_eight_and_three_are_let_through(budgets):
    now = timezone.now()
    shares = [budget.of("a") for budget in budgets]
    let = at_once(*[lambda: spent(*shares, now=now)] * 8)
    assert let.count(True) == 3
    assert {attempt.amount for attempt in Attempt.objects.all()} == {8}


def test_no_address_can_be_read_or_guessed_in_what_is_counted(db, now, settings):
    spend(mails("hanako@example.com", source="192.0.2.1"), wrong_codes("hanako@example.com"), now=now)
    kept = set(Attempt.objects.values_list("key", "address"))
    settings.SECRET_KEY = "another"
    Attempt.objects.all().delete()
    spend(mails("hanako@example.com", source="192.0.2.1"), wrong_codes("hanako@example.com"), now=now)
    assert not kept & set(Attempt.objects.values_list("key", "address"))
    assert "hanako" not in str(kept)


def test_what_is_counted_about_somebody_goes_with_them(seeker, now):
    email, user = seeker.user.email, seeker.user
    spend(wrong_codes(email), wrong_codes(email, owner=user), now=now)
    spend(mails(email, source="192.0.2.1"), mails(email, source="192.0.2.1", owner=user), now=now)
    with transaction.atomic():
        erase_member(seeker, now=now)
    assert not Attempt.objects.exists()


def test_counts_that_have_run_out_are_swept(db, now):
    spend(THREE.of("a"), now=now)
    forget(now=now + timedelta(minutes=59))
    assert Attempt.objects.count() == 1
    forget(now=now + timedelta(hours=1))
    assert Attempt.objects.count() == 0


def test_redis_that_is_down_lifts_no_limit_on_codes(client, db, clock, settings):
    settings.CACHES = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    for path, typed in (("/register/", TYPED), ("/login/", {"email": "somebody@example.com"})):
        answers = [client.post(path, typed).status_code for _ in range(CODES_MAILED.amount + 1)]
        assert answers == [302] * CODES_MAILED.amount + [429]
