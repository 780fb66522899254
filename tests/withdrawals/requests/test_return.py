"""Coming back: at once, as a stranger; or, while a withdrawal is pending, by a clear choice."""

import re

import pytest
from django.core import mail

from accounts.models import JobSeeker, MailboxProof
from accounts.registration.registering import begin_registration
from tests.factories import WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import start_afresh


@pytest.fixture
def contact(seeker) -> dict:
    return {"phone": seeker.phone.as_e164, "email": seeker.user.email}


@pytest.fixture
def register(client, contact, worker):
    def send() -> object:
        typed = {"family_name": "再来", "given_name": "次郎", "birth_date": "2001-04-05", "prefecture": "27"}
        client.post("/register/", {**contact, **typed, "advisor_gender": "any"})
        worker()
        code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()
        return client.post("/register/code/", {"code": code})

    return send


def withdraw(client, contact, worker):
    client.post("/withdraw/", contact)
    worker()


def test_same_phone_and_email_register_again_as_a_stranger(client, contact, worker, register, seeker, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    withdraw(client, contact, worker)
    assert register().status_code == 302
    back = JobSeeker.objects.get()
    assert back.phone == seeker.phone
    assert back.member_number != seeker.member_number
    assert back.erasure_id != seeker.erasure_id
    assert back.withdrawal_requests.count() == back.assignments.count() == 0


def test_pending_withdrawal_gives_a_choice_only_once_the_mailbox_is_proven(client, contact, worker, register):
    withdraw(client, contact, worker)
    assert client.get("/withdraw/return/").url == "/register/"
    assert register().url == "/withdraw/return/"
    assert client.get("/withdraw/return/").status_code == 200


def test_choice_to_stop_keeps_the_membership(client, contact, worker, register, seeker):
    withdraw(client, contact, worker)
    register()
    client.post("/withdraw/return/", {"choice": "stop"})
    assert WithdrawalRequest.objects.get().status == "cancelled"
    assert JobSeeker.objects.get() == seeker
    assert client.get("/mypage/").context["seeker"] == seeker


def test_choice_to_start_afresh_completes_and_registers_in_one_step(client, contact, worker, register, seeker):
    withdraw(client, contact, worker)
    register()
    client.post("/withdraw/return/", {"choice": "fresh"})
    worker()
    back = JobSeeker.objects.get()
    assert WithdrawalRequest.objects.get().status == "completed"
    assert (back.name, back.prefecture) == ("再来 次郎", "27")
    assert client.get("/mypage/").context["seeker"] == back
    assert MailboxProof.objects.count() == 0


def test_who_was_erased_a_moment_ago_starts_afresh_all_the_same(seeker, now):
    fields = ("family_name", "given_name", "prefecture", "advisor_gender")
    typed = {name: getattr(seeker, name) for name in fields} | {"phone": "+818011112222", "birth_date": "2001-04-05"}
    proof = begin_registration(seeker.user.email, typed, language="en", now=now)
    request = WithdrawalRequestFactory(status="scheduled", seeker=seeker, received_at=now, completes_at=now)
    advance(request.pk, now=now)
    assert start_afresh(proof, request.pk, now=now) == JobSeeker.objects.get().user
    assert request.events.count() == 1


def test_no_choice_is_made_by_nonsense(client, contact, worker, register):
    withdraw(client, contact, worker)
    register()
    assert client.post("/withdraw/return/", {"choice": "x"}).status_code == 200
    assert WithdrawalRequest.objects.get().status == "scheduled"


def test_old_sweep_does_not_touch_the_new_membership(client, contact, worker, register, clock, settings):
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    client.post("/withdraw/", {**contact, "phone": "09011112222"})
    worker()
    withdraw(client, contact, worker)
    clock.shift(60)
    register()
    clock.shift(60 * 60 * 24 * 30)
    worker()
    assert JobSeeker.objects.count() == 1
