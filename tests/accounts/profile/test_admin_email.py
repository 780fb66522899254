"""The desk changes the e-mail address of a member who is on the phone and has lost the mailbox."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.attempts.budgets import CODES_MAILED, WRONG_CODES_OF_A_MEMBER
from accounts.messages.queue import queue_message_to_address
from accounts.models import FormerAddress, MailboxProof, Message, Session, User
from tests.conftest import signed_in
from tests.factories import AssignmentFactory, UserFactory, WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.advancing import advance

NEW = "new@example.com"

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(seeker) -> str:
    return reverse("admin:accounts_jobseeker_email", args=[seeker.pk])


def begin(client, page, email: str = NEW, **typed):
    return client.post(page, {"email": email, "identity_checked": "on", **typed})


def read_out(worker) -> str:
    worker()
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()


def email_of(seeker) -> str:
    return User.objects.get(pk=seeker.user_id).email


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_address_counts_once_its_code_is_read_out(desk_client, seeker, page, worker):
    before, browser = seeker.user.email, signed_in(seeker.user)
    assert page in desk_client.get(reverse("admin:accounts_jobseeker_change", args=[seeker.pk])).content.decode()
    begin(desk_client, page)
    assert email_of(seeker) == before
    desk_client.post(page, {"code": read_out(worker)})
    worker()
    assert email_of(seeker) == EmailAddress.objects.get(user=seeker.user).email == NEW
    assert [message.to[0] for message in mail.outbox] == [NEW, before]
    assert browser.get("/mypage/").status_code == 302


def test_log_names_the_member_number_alone(desk_client, seeker, page, worker):
    begin(desk_client, page)
    desk_client.post(page, {"code": read_out(worker)})
    entry = LogEntry.objects.get()
    assert entry.object_repr == seeker.member_number
    assert "@" not in entry.change_message


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"identity_checked": ""}, {"identity_checked": ["Please call the member back before you change it."]}),
        ({"email": "new"}, {"email": ["This is not an e-mail address. It looks like name@example.jp."]}),
        ({"email": ""}, {"email": ["Enter your e-mail address."]}),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_sent(typed, errors, desk_client, page):
    response = desk_client.post(page, {"email": NEW, "identity_checked": "on", **typed})
    assert response.context["form"].errors == errors
    assert not MailboxProof.objects.exists()


def test_present_address_is_no_change(desk_client, seeker, page):
    response = begin(desk_client, page, seeker.user.email.upper())
    assert response.context["form"].errors == {"email": ["This is the present address."]}


def test_wrong_code_changes_nothing(desk_client, seeker, page):
    begin(desk_client, page)
    assert desk_client.post(page, {"code": "12"}).context["form"].errors == {"code": ["A code is six digits."]}
    for _ in range(MailboxProof.MAX_TRIES):
        desk_client.post(page, {"code": "000000"})
    assert email_of(seeker) != NEW
    assert "identity_checked" in desk_client.get(page).content.decode()


def test_address_of_another_account_is_refused_once_proven(desk_client, seeker, page, worker):
    UserFactory(email=NEW)
    begin(desk_client, page)
    response = desk_client.post(page, {"code": read_out(worker)}, follow=True)
    assert said(response) == ["Another membership uses this e-mail address already. Nothing was changed."]
    assert email_of(seeker) != NEW


def test_what_waits_under_the_address_given_up_ends_and_it_is_remembered_for_a_while(desk_client, seeker, page, worker):
    before = seeker.user.email
    MailboxProof.objects.create(email=before, purpose="registration", expires_at="2100-01-01T00:00Z")
    begin(desk_client, page)
    code = read_out(worker)
    queue_message_to_address("accounts/unknown_account", before, language="en")
    Client().post("/login/", {"email": before})
    desk_client.post(page, {"code": code})
    assert list(Message.objects.filter(to_email=before).values_list("kind", flat=True)) == ["accounts/contact_changed"]
    assert not MailboxProof.objects.exists()
    assert not Session.objects.filter(asked_email=before).exists()
    assert FormerAddress.objects.values_list("user", "email").get() == (seeker.user_id, before)


def test_codes_mailed_too_often_are_429_with_the_time(desk_client, page):
    answers = [begin(desk_client, page + "?again") for _ in range(CODES_MAILED.amount + 1)]
    assert [answer.status_code for answer in answers] == [302] * CODES_MAILED.amount + [429]
    assert "That was very often." in answers[-1].content.decode()
    assert int(answers[-1]["Retry-After"]) > 0
    assert Message.objects.filter(kind="accounts/contact_change_code").count() == CODES_MAILED.amount


def test_wrong_codes_of_a_day_are_counted_for_the_member(desk_client, page, worker):
    tried = []
    while len(tried) <= WRONG_CODES_OF_A_MEMBER.amount:
        begin(desk_client, page + "?again", f"new{len(tried)}@example.com")
        tried += [desk_client.post(page, {"code": "000000"}).status_code for _ in range(3)]
    assert tried == [200] * WRONG_CODES_OF_A_MEMBER.amount + [429]
    begin(desk_client, page + "?again")
    assert desk_client.post(page, {"code": read_out(worker)}).status_code == 429


def test_what_the_member_began_alone_is_not_the_desks_to_finish(desk_client, seeker, page, seeker_client):
    MailboxProof.objects.create(
        purpose="contact_change", user=seeker.user, email=NEW, details={}, expires_at="2100-01-01T00:00Z"
    )
    assert "identity_checked" in desk_client.get(page).content.decode()


def test_phone_corrected_meanwhile_stays(desk_client, seeker, page, worker):
    begin(desk_client, page)
    seeker.phone = "+819055556666"
    seeker.save()
    desk_client.post(page, {"code": read_out(worker)})
    seeker.refresh_from_db()
    assert (email_of(seeker), seeker.phone.as_e164) == (NEW, "+819055556666")


def test_withdrawal_under_way_goes_on(desk_client, seeker, page, worker):
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "A withdrawal of this member is under way." in desk_client.get(page).content.decode()
    begin(desk_client, page)
    desk_client.post(page, {"code": read_out(worker)})
    assert WithdrawalRequest.objects.get().status == "scheduled"
    advance(request.pk, now=request.completes_at)
    assert not User.objects.filter(pk=seeker.user_id).exists()


@pytest.mark.parametrize(("who", "status"), [("advisor", 403), ("other_advisor", 404), ("seeker", 403)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_changes_it(who, status, method, request, seeker, advisor, page):
    AssignmentFactory(seeker=seeker, advisor=advisor)
    client = request.getfixturevalue(f"{who}_client")
    assert getattr(client, method)(page, {"email": NEW, "identity_checked": "on"}).status_code == status
    assert not MailboxProof.objects.exists()
