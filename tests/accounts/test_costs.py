"""What the pages and the worker's rounds cost: so many statements, with one row in the tables or with a hundred."""

import pytest
from django.utils import timezone

from accounts.messages.delivery import deliver
from accounts.messages.queue import queue_message
from accounts.models import Message
from accounts.tasks import forget_expired, sweep_messages
from tests.costs import counted, leave_behind
from tests.factories import JobSeekerFactory

TYPED = {
    "family_name": "見本",
    "given_name": "花子",
    "email": "new@example.com",
    "phone": "090-1234-5678",
    "birth_date": "2001-04-05",
    "prefecture": "13",
    "advisor_gender": "any",
}
ROWS = pytest.mark.parametrize("rows", [1, 100])


@ROWS
def test_registration_counts_inserts_two_rows_and_looks_nobody_up(client, worker, rows):
    """One statement more than the two rows: it counts the source and the address at once, and outlives Redis."""
    JobSeekerFactory.create_batch(rows)
    with counted() as sent:
        assert client.post("/register/", TYPED).status_code == 302
    assert [statement.split('"')[1] for statement in sent] == [
        "accounts_attempt",
        "accounts_mailboxproof",
        "accounts_message",
    ]
    assert {statement.split()[0] for statement in sent} == {"INSERT"}


@ROWS
def test_wrong_code_of_a_registration_is_counted_in_one_statement(client, worker, rows):
    """Find the proof, count, then lock, judge and note it: three budgets cost one statement together."""
    client.post("/register/", TYPED)
    JobSeekerFactory.create_batch(rows)
    with counted() as sent:
        assert client.post("/register/code/", {"code": "000000"}).status_code == 200
    assert [statement.split()[0] for statement in sent] == ["SELECT", "INSERT", "SELECT", "UPDATE"]


@ROWS
def test_asking_to_sign_in_counts_in_one_statement(client, worker, rows):
    """An address nobody has: counted once, beside what allauth asks; the mail and the session are what it writes."""
    JobSeekerFactory.create_batch(rows)
    with counted() as sent:
        assert client.post("/login/", {"email": "nobody@example.com"}).status_code == 302
    assert sum("accounts_attempt" in statement for statement in sent) == 1


@pytest.mark.parametrize("path", ["/", "/register/", "/login/", "/withdraw/"])
def test_page_of_a_visitor_asks_the_database_nothing(client, db, path):
    with counted() as sent:
        assert client.get(path).status_code == 200
    assert sent == []


@ROWS
def test_my_page_asks_so_often_beside_session_and_user(seeker, seeker_client, desk, rows):
    leave_behind(seeker, rows, desk=desk)
    with counted() as sent:
        assert seeker_client.get("/mypage/").status_code == 200
    assert [statement.split('FROM "')[1].split('"')[0] for statement in sent] == [
        "accounts_session",
        "advisors_conversationentry",  # who is signed in, with what waits beside the links
        "withdrawals_withdrawalrequest",
        "advisors_assignment",  # who is beside them, and what of the beginning is done
        "advisors_counselingbooking",
        "advisors_counselingbooking",  # the interviews, and whether one was practised for each
        "jobs_referral",
        "support_documentreview",
        "support_suitloan",
        "support_seminarseat",
    ]


@ROWS
def test_mail_is_leased_taken_in_hand_and_finished_by_a_statement_each(seeker, desk, worker, rows):
    """Found twice, as it is leased and as it is handed over: whether it may leave is asked both times."""
    leave_behind(seeker, rows, desk=desk)
    message = queue_message("accounts/welcome", seeker.user)
    with counted() as sent:
        deliver(message.pk, now=timezone.now())
    assert [statement.split()[0] for statement in sent] == ["SELECT", "UPDATE", "SELECT", "UPDATE", "UPDATE"]


@ROWS
def test_sweep_of_messages_asks_once_when_none_is_queued(seeker, desk, rows):
    leave_behind(seeker, rows, desk=desk)
    with counted() as sent:
        sweep_messages()
    assert len(sent) == 1


@ROWS
def test_what_has_run_out_is_forgotten_by_a_statement_a_kind(seeker, desk, rows, clock):
    leave_behind(seeker, rows, desk=desk)
    clock.shift(60 * 60 * 24 * 31)
    with counted() as sent:
        forget_expired()
    assert (len(sent), Message.objects.count()) == (8, 0)
