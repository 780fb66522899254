"""A mail to somebody who is erased at that very moment: it leaves before, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Thread

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, connections
from django.utils import timezone

from accounts.messages.delivery import deliver, take, take_in_hand, write
from accounts.messages.kinds import catalogues
from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, Message
from config import clock
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from tests.twins import at_once
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.advancing import advance

SERVER = f"{__name__}.Server"
TIMES = 20

pytestmark = pytest.mark.django_db(transaction=True)


moment: dict[str, Callable] = {}


def let_it_happen(*args) -> dict:
    """What happens meanwhile, in another process, and is committed before this one goes on."""

    def elsewhere():
        try:
            moment["happens"]()
        finally:
            connections.close_all()

    other = Thread(target=elsewhere)
    other.start()
    other.join()
    return {}


class Server(EmailBackend):
    """A mail server in whose hands a mail is for a moment; it notes whether there was somebody to read it."""

    readers: list[bool] = []

    def send_messages(self, messages):
        let_it_happen()
        self.readers.append(JobSeeker.objects.filter(user__email=messages[0].to[0]).exists())
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = SERVER
    monkeypatch.setattr(Server, "readers", [])
    monkeypatch.setitem(moment, "happens", lambda: None)


@pytest.fixture
def leaving(seeker) -> WithdrawalRequest:
    return due_for(seeker)


def due_for(seeker: JobSeeker) -> WithdrawalRequest:
    at = timezone.now()
    return WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=at, completes_at=at)


@pytest.fixture
def meanwhile(monkeypatch, settings):
    """Let something happen `as_it_is` written, which is after the lease, or sent."""

    def meanwhile(happens: Callable, *, as_it_is: str) -> None:
        monkeypatch.setitem(moment, "happens", happens)
        if as_it_is == "written":
            settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
            for app, name in (("accounts", "welcome"), ("advisors", "change_closed")):
                kind = catalogues()[app][name]
                monkeypatch.setitem(catalogues()[app], name, replace(kind, found=let_it_happen))

    return meanwhile


def complete(request: WithdrawalRequest) -> str:
    advance(request.pk, now=clock.now())
    request.refresh_from_db()
    return request.status


def send(seeker: JobSeeker, kind: str = "accounts/welcome") -> Message:
    message = queue_message(kind, seeker.user)
    deliver(message.pk, now=clock.now())
    return message


def test_who_is_erased_while_it_is_written_gets_none(leaving, seeker, meanwhile):
    meanwhile(partial(complete, leaving), as_it_is="written")
    send(seeker)
    assert (leaving.status, JobSeeker.objects.count(), mail.outbox) == ("completed", 0, [])


def test_erasing_waits_while_a_mail_server_has_it_in_hand(leaving, seeker, meanwhile):
    meanwhile(partial(complete, leaving), as_it_is="sent")
    send(seeker)
    assert (leaving.status, Server.readers) == ("scheduled", [True])
    assert complete(leaving) == "completed"


def test_mail_to_their_address_is_waited_for_too(leaving, seeker, meanwhile):
    message = queue_message("accounts/welcome", seeker.user)
    Message.objects.filter(pk=message.pk).update(recipient=None, to_email=seeker.user.email)
    meanwhile(partial(complete, leaving), as_it_is="sent")
    deliver(message.pk, now=clock.now())
    assert (leaving.status, Server.readers) == ("scheduled", [True])


def test_refused_mail_is_waited_for_no_longer(leaving, seeker, monkeypatch):
    monkeypatch.setattr(Server, "send_messages", refuse)
    assert send(seeker).status == "queued"
    assert complete(leaving) == "completed"


def refuse(*args):
    raise ConnectionRefusedError


def test_process_that_died_sending_is_waited_for_no_longer_than_the_lease(leaving, seeker):
    message = queue_message("accounts/welcome", seeker.user)
    message.take_in_hand(clock.now())
    assert complete(leaving) == "scheduled"
    advance(leaving.pk, now=clock.now() + Message.LEASE)
    leaving.refresh_from_db()
    assert leaving.status == "completed"


def test_worker_so_slow_that_another_has_taken_the_mail_over_sends_nothing(seeker):
    message = queue_message("accounts/welcome", seeker.user)
    at = clock.now()
    slow = take(message.pk, now=at)
    other = take(message.pk, now=at + Message.LEASE)
    assert [take_in_hand(it, write(it), now=at + Message.LEASE) for it in (slow, other)] == [False, True]


@pytest.mark.usefixtures("clock")  # at night this mail would wait for the morning
def test_who_begins_to_leave_while_it_is_written_gets_what_concerns_leaving_only(seeker, meanwhile):
    meanwhile(partial(due_for, seeker), as_it_is="written")
    message = send(seeker, "advisors/change_closed")
    message.refresh_from_db()
    assert (message.status, mail.outbox) == ("refused", [])


def test_who_moves_while_it_is_written_gets_it_at_the_new_address(seeker, meanwhile):
    moved = partial(type(seeker.user).objects.filter(pk=seeker.user_id).update, email="moved@example.com")
    meanwhile(moved, as_it_is="written")
    message = send(seeker)
    assert mail.outbox == []
    deliver(message.pk, now=clock.now() + Message.LEASE)
    assert [sent.to for sent in mail.outbox] == [["moved@example.com"]]


def test_nobody_erased_is_written_to_whoever_is_quicker():
    for _ in range(TIMES):
        seeker = JobSeekerFactory()
        request, message = due_for(seeker), queue_message("accounts/welcome", seeker.user)
        at_once(
            partial(deliver, message.pk, now=clock.now()),
            partial(advance, request.pk, now=clock.now()),
            partial(advance, request.pk, now=clock.now()),
        )
        connection.close()
    assert all(Server.readers)
