"""The public form: one page, the same answer for everybody, nothing lost, nobody locked out."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.attempts.limits import WITHDRAWALS
from withdrawals.models import WithdrawalRequest

TYPED = {
    "phone": "０９０－１２３４－５６７８",
    "email": "Nobody@Example.com",
    "reason": "found_job",
    "comment": "ありがとう",
}


def contact_of(seeker) -> dict:
    return {"phone": seeker.phone.as_national, "email": seeker.user.email}


def test_request_is_kept_as_typed_and_normalised(client, db, now):
    response = client.post("/withdraw/", TYPED)
    request = WithdrawalRequest.objects.select_related("statement").get()
    assert (response.status_code, response.url) == (302, "/withdraw/received/")
    assert (request.status, request.reason, request.channel) == ("received", "found_job", "web")
    assert (request.received_at, request.due_on.isoformat()) == (now, "2026-11-30")
    assert (request.statement.phone, request.statement.email) == ("+819012345678", "nobody@example.com")
    assert request.statement.comment == "ありがとう"


def test_reason_and_comment_are_nobodys_duty(client, db):
    assert client.post("/withdraw/", {"phone": "09012345678", "email": "a@example.com"}).status_code == 302


def test_answer_is_the_same_for_a_member_and_a_stranger(client, seeker, worker):
    answers = []
    for typed in (contact_of(seeker), {"phone": "09099998888", "email": "nobody@example.com"}):
        browser = type(client)()
        post = browser.post("/withdraw/", typed)
        page = browser.get(post.url)
        reference = page.context["receipt"].reference
        text = page.content.decode().replace(page.context["receipt"].status_url, "U").replace(reference, "R")
        answers.append((post.status_code, post.url, sorted(post.headers), page.status_code, strip_tokens(text)))
        worker()
    assert answers[0] == answers[1]


def strip_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "nonce" not in line and "csrf" not in line)


def test_view_asks_the_same_questions_whoever_is_named(client, seeker):
    questions = []
    for typed in (contact_of(seeker), {"phone": "09099998888", "email": "nobody@example.com"}):
        with CaptureQueriesContext(connection) as captured:
            client.post("/withdraw/", typed)
        questions.append([query["sql"].split(" VALUES")[0] for query in captured if "SAVEPOINT" not in query["sql"]])
    assert questions[0] == questions[1]
    assert len(questions[0]) == 2


def test_page_says_received_reference_and_due_date_and_no_more(client, seeker, worker, now):
    client.post("/withdraw/", contact_of(seeker))
    worker()
    page = client.get("/withdraw/received/")
    text = page.content.decode()
    assert WithdrawalRequest.objects.get().reference in text
    assert seeker.user.email not in text
    assert seeker.name not in text


def test_answer_page_without_a_request_still_answers(client, db):
    assert client.get("/withdraw/received/").status_code == 200


def test_member_who_is_signed_in_need_not_type_the_contact(seeker_client, seeker):
    form = seeker_client.get("/withdraw/").context["form"]
    assert (form["phone"].value(), form["email"].value()) == (seeker.phone.as_national, seeker.user.email)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("phone", "12", "This is not a phone number in Japan. It looks like 090-1234-5678."),
        ("phone", "", "Enter your phone number."),
        ("phone", "090\x001234", "Null characters are not allowed."),
        ("email", "a@@example.com", "This is not an e-mail address. It looks like name@example.jp."),
        ("email", "🙂", "This is not an e-mail address. It looks like name@example.jp."),
        ("email", "", "Enter your e-mail address."),
        ("reason", "bored", "Choose one of the list, or none."),
        ("comment", "あ" * 10_000, "Please use at most 2,000 characters; these are 10000."),
    ],
)
def test_input_that_does_not_fit_gets_a_sentence_and_nothing_is_lost(client, db, field, typed, says):
    response = client.post("/withdraw/", {**TYPED, field: typed})
    form = response.context["form"]
    assert response.status_code == 200
    assert says in form.errors[field]
    assert form[field].value() == typed
    assert WithdrawalRequest.objects.count() == 0


def test_missing_csrf_token_is_a_clean_refusal(db):
    assert Client(enforce_csrf_checks=True).post("/withdraw/", TYPED).status_code == 403


def test_source_that_sends_too_often_is_told_when_and_whom_to_ring(client, db, clock):
    answers = [client.post("/withdraw/", TYPED) for _ in range(WITHDRAWALS.amount + 1)]
    last = answers[-1]
    assert [answer.status_code for answer in answers] == [302] * WITHDRAWALS.amount + [429]
    assert last["Retry-After"] == "3600"
    assert "11:00" in last.content.decode()
    assert "0120-000-000" in last.content.decode()
    assert last.context["form"]["comment"].value() == "ありがとう"


def test_hammering_with_a_members_address_does_not_keep_the_member_in(client, seeker, worker):
    for n in range(WITHDRAWALS.amount + 5):
        client.post("/withdraw/", {**contact_of(seeker), "phone": f"0901111{n:04d}"}, REMOTE_ADDR="192.0.2.1")
    response = client.post("/withdraw/", contact_of(seeker), REMOTE_ADDR="198.51.100.1")
    worker()
    assert response.status_code == 302
    assert WithdrawalRequest.objects.scheduled().get().seeker == seeker


def test_double_click_withdraws_once_and_mails_once(client, seeker, worker):
    for _ in range(2):
        client.post("/withdraw/", contact_of(seeker))
    worker()
    assert sorted(WithdrawalRequest.objects.values_list("status", flat=True)) == ["closed", "scheduled"]
    assert len(mail.outbox) == 1
