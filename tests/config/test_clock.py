"""Two machines, two clocks, one promise: it goes by the database's, whatever a machine thinks the time is."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from accounts.tasks import sweep_messages
from config import clock
from tests.accounts.registration.test_registration import TYPED
from tests.costs import counted
from tests.factories import WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest
from withdrawals.tasks import process_withdrawal, sweep_withdrawals

DAY = timedelta(days=1)
of_a_server = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no clock but this machine's")


@pytest.fixture
def ahead(time_machine, database_clock):
    """This process believes that it is tomorrow; what the time really is."""
    time_machine.move_to(datetime.now(UTC) + DAY)
    return datetime.now(UTC) - DAY


def test_a_test_stops_it(now):
    assert (clock.now(), clock.stamp(), clock.today()) == (now, now, now.date())


@of_a_server
def test_it_is_the_databases_and_moves_on_within_a_transaction(db, ahead):
    first = clock.now()
    assert abs(first - ahead) < timedelta(minutes=1)
    assert first < clock.now()


@of_a_server
def test_worker_ahead_completes_nothing_early(seeker, worker, ahead):
    seeker.joined_at = ahead - DAY
    seeker.save()
    soon = ahead + DAY / 2
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=ahead, completes_at=soon)
    process_withdrawal(request.pk)
    sweep_withdrawals()
    assert worker() == []
    request.refresh_from_db()
    assert (request.status, JobSeeker.objects.count()) == ("scheduled", 1)


@of_a_server
def test_sweep_ahead_puts_off_what_is_due_by_five_minutes_of_the_database(worker, ahead):
    request = WithdrawalRequestFactory(received_at=ahead, next_step_at=ahead)
    sweep_withdrawals()
    request.refresh_from_db()
    assert timedelta(minutes=4) < request.next_step_at - ahead < timedelta(minutes=6)


@of_a_server
def test_mail_of_a_machine_ahead_goes_now(seeker, worker, ahead, mailoutbox):
    message = queue_message("accounts/welcome", seeker.user)
    message.refresh_from_db()
    assert abs(message.try_at - ahead) < timedelta(minutes=1)
    sweep_messages()
    worker()
    assert (len(mailoutbox), Message.objects.get().status) == (1, "sent")


@of_a_server
def test_who_registers_ahead_and_leaves_by_another_machine_is_found(client, worker, ahead, time_machine, mailoutbox):
    client.post("/register/", TYPED)
    worker()
    client.post("/register/code/", {"code": re.search(r"\b\d{6}\b", mailoutbox[-1].body).group()})
    member = JobSeeker.objects.get()
    assert abs(member.joined_at - ahead) < timedelta(minutes=1)
    time_machine.move_to(ahead - DAY)
    assert Client().post("/withdraw/", {"phone": TYPED["phone"], "email": TYPED["email"]}).status_code == 302
    worker()
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.seeker) == ("scheduled", member)


@of_a_server
def test_a_sweep_with_nothing_due_asks_for_the_time_in_its_one_statement(db, database_clock):
    with counted() as sent:
        sweep_withdrawals()
        sweep_messages()
    assert len(sent) == 2


@of_a_server
def test_form_asks_for_the_time_besides(client, worker, seeker, database_clock):
    with counted() as sent:
        client.post("/withdraw/", {"phone": seeker.phone.as_e164, "email": seeker.user.email})
    assert [statement.split()[0] for statement in sent] == ["SELECT", "INSERT", "INSERT"]
