"""The warning that a mail server does not take: the grace time waits for it, and the desk rings the member up."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from accounts.models import JobSeeker, Message
from accounts.tasks import sweep_messages
from tests.accounts.messages.test_messages import refuse
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.filing import file_request, hurry
from withdrawals.tasks import sweep_withdrawals

JAPAN = ZoneInfo("Asia/Tokyo")
SERVER = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture
def server(monkeypatch):
    """The mail server takes nothing, until `server.undo()`."""
    monkeypatch.setattr(SERVER, refuse)
    return monkeypatch


@pytest.fixture
def request_(server, seeker, desk, worker, now) -> WithdrawalRequest:
    typed = {"phone": seeker.phone.as_e164, "email": seeker.user.email, "reason": "", "comment": "", "language": "en"}
    request = file_request(**typed, now=now)
    worker()
    return request


@pytest.fixture
def at(clock, worker, request_):
    """Go to an hour of November, let the sweeps come, and say how the request is then."""

    def at(day: int, hour: int = 10, minute: int = 0) -> str:
        clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=JAPAN), tick=False)
        for sweep in (sweep_withdrawals, sweep_messages):
            sweep()
            worker()
        request_.refresh_from_db()
        return request_.status

    return at


def mails_about(words: str) -> list:
    return [message for message in mail.outbox if words in message.subject]


def test_worker_looks_a_quarter_of_an_hour_later_whether_the_warning_was_taken(request_, now):
    assert WithdrawalRequest.objects.get().next_step_at == now + timedelta(minutes=15)


def test_grace_does_not_run_out_before_the_warning_is_taken(at):
    assert [at(day) for day in (24, 25, 26, 27)] == ["scheduled"] * 4
    assert JobSeeker.objects.exists()


def test_grace_begins_as_the_warning_is_taken(at, server, request_, seeker):
    at(24)
    server.undo()
    at(25, 10)
    (warning,) = mails_about("Your withdrawal has been received")
    assert "Thu 26 Nov, 10:00" in warning.body
    assert at(25, 10, 20) == "scheduled"
    assert request_.completes_at == datetime(2026, 11, 26, 10, 0, tzinfo=JAPAN)
    assert at(26, 9) == "scheduled"
    assert at(26, 10) == "completed"


def test_never_taken_it_completes_as_promised(at):
    assert at(24) == "scheduled"
    assert at(30, 22, 59) == "scheduled"
    assert at(30, 23) == "completed"


def test_desk_is_told_a_business_day_ahead_once(at, server, request_, desk):
    at(24)
    at(27, 8, 59)
    assert request_.unreached_at is None
    for hour in (9, 10, 11):
        at(27, hour)
    assert request_.unreached_at == datetime(2026, 11, 27, 9, 0, tzinfo=JAPAN)
    assert Message.objects.filter(kind="withdrawals/unreached").count() == 1


def test_given_up_it_is_owed_anew_and_what_was_told_to_the_desk_is_over(at, server, request_):
    at(24)
    for hour in range(9, 12):
        at(27, hour)
    assert "failed" in Message.objects.filter(kind="withdrawals/scheduled").values_list("status", flat=True)
    server.undo()
    at(27, 18)
    at(27, 18, 20)
    assert len(mails_about("Your withdrawal has been received")) == 1
    assert (request_.unreached_at, request_.completes_at) == (None, datetime(2026, 11, 30, 18, 0, tzinfo=JAPAN))


def test_who_cuts_it_short_is_not_made_to_wait(at, request_, clock):
    hurry(request_.pk, now=datetime(2026, 11, 20, 11, 0, tzinfo=JAPAN))
    assert at(20, 11) == "completed"


def test_warning_sent_so_long_ago_that_it_is_forgotten_was_taken(at, request_):
    Message.objects.filter(kind="withdrawals/scheduled").delete()
    assert at(24) == "completed"
