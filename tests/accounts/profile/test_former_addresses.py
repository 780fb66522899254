"""An address somebody had: what waits under it ends as it is given up, and what comes in after goes with them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.attempts.budgets import WRONG_CODES_OF_A_MEMBER, spend, wrong_codes
from accounts.messages.queue import queue_message_to_address
from accounts.models import Attempt, FormerAddress, MailboxProof, Message, Session
from accounts.profile.correcting import begin_contact_change, complete_contact_change
from accounts.tasks import forget_expired
from tests.factories import JobSeekerFactory
from withdrawals.erasure.erasing import erase_member

OLD, NEW = "old@example.com", "new@example.com"


@pytest.fixture
def mover(db):
    return JobSeekerFactory(user__email=OLD)


def move(seeker, to: str = NEW) -> None:
    now = timezone.now()
    proof = begin_contact_change(seeker.user, email=to, phone=seeker.phone.as_e164, language="en", now=now)
    complete_contact_change(proof)
    seeker.user.refresh_from_db()


def come_in_under(address: str) -> None:
    """A browser that asks for a code, a registration that is begun, a mail that waits."""
    Client().post("/login/", {"email": address})
    typed = {"purpose": "registration", "salt": "", "expires_at": timezone.now() + timedelta(hours=1)}
    MailboxProof.objects.create(email=address, **typed)
    queue_message_to_address("accounts/unknown_account", address, language="en")


def kinds_under(address: str) -> set[str]:
    """What there is under an address."""
    found = {
        "session": any(session.get_decoded() and address in str(session.get_decoded()) for session in sessions()),
        "proof": MailboxProof.objects.filter(email=address).exists(),
        "message": Message.objects.filter(to_email=address).exists(),
        "former": FormerAddress.objects.filter(email=address).exists(),
    }
    return {kind for kind, there in found.items() if there}


def sessions() -> list[Session]:
    return list(Session.objects.all())


def test_what_waits_under_an_address_ends_as_it_is_given_up(mover, worker):
    come_in_under(OLD)
    assert kinds_under(OLD) == {"session", "proof", "message"}
    move(mover)
    assert list(Message.objects.filter(to_email=OLD).values_list("kind", flat=True)) == ["accounts/contact_changed"]
    assert kinds_under(OLD) == {"message", "former"}
    worker()
    assert OLD in [address for sent in mail.outbox for address in sent.to]


def test_what_comes_in_under_it_afterwards_goes_with_its_owner(mover, now):
    move(mover)
    come_in_under(OLD)
    with transaction.atomic():
        erase_member(mover, now=now)
    assert kinds_under(OLD) == set()


def test_what_was_counted_about_it_goes_on_under_the_new_one_and_ends_with_its_owner(mover, now):
    spend(wrong_codes(OLD), WRONG_CODES_OF_A_MEMBER.of(str(mover.user_id), email=OLD), now=now)
    move(mover)
    assert sorted(Attempt.objects.values_list("amount", flat=True)) == [1, 1]
    with transaction.atomic():
        erase_member(mover, now=now)
    assert not Attempt.objects.exists()


def test_address_that_is_another_members_by_now_is_theirs(mover, now):
    move(mover)
    JobSeekerFactory(user__email=OLD)
    come_in_under(OLD)
    with transaction.atomic():
        erase_member(mover, now=now)
    assert kinds_under(OLD) == {"session", "proof"} | {"message"}


def test_who_goes_back_to_an_address_has_not_left_it(mover):
    move(mover)
    move(mover, to=OLD)
    assert list(FormerAddress.objects.values_list("email", flat=True)) == [NEW]


def test_former_address_is_forgotten_after_a_month(mover, clock):
    move(mover)
    for days in (29, 2):
        assert FormerAddress.objects.exists()
        clock.shift(timedelta(days=days))
        forget_expired()
    assert not FormerAddress.objects.exists()


def test_address_somebody_asked_a_code_for_is_not_kept_once_they_are_signed_in(mover, seeker_client):
    assert list(Session.objects.values_list("asked_email", flat=True)) == [""]


def test_database_refuses_an_address_left_twice(mover):
    FormerAddress.objects.create(user=mover.user, email=OLD)
    once = "formeraddress_once|formeraddress.user_id"  # SQLite names the columns
    with pytest.raises(IntegrityError, match=once), transaction.atomic():
        FormerAddress.objects.create(user=mover.user, email=OLD)
