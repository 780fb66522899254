"""A process is killed before each statement it sends to the database, one after the other."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.messages.delivery import deliver
from accounts.messages.queue import queue_message
from accounts.models import JobSeeker, MailboxProof, Message, User
from tests.factories import AssignmentFactory, ConversationEntryFactory, JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.erasure.listing import list_new_erasures, read_list
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.requests.filing import start_afresh
from withdrawals.requests.replaying import erase_again

MODELS = (User, JobSeeker, MailboxProof, Message, WithdrawalRequest, WithdrawalStatement, WithdrawalEvent, Erasure)
MOST = 200

pytestmark = pytest.mark.django_db(transaction=True)


def dies(work: Callable, *, before: int) -> bool:
    """Do it in a process that is killed before its so-manieth statement; False if it finished earlier."""
    disconnect()
    child = os.fork()
    if not child:
        do_and_end(work, before)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def disconnect() -> None:
    """Two processes must not speak over one connection."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()


def do_and_end(work: Callable, before: int) -> None:
    left = iter(range(before - 1, -1, -1))

    def count_down(execute, *statement):
        if not next(left):
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)

    try:
        with connection.execute_wrapper(count_down):
            work()
        os._exit(0)
    finally:
        os._exit(1)


def rows() -> list:
    return [list(model.objects.order_by("pk").values()) for model in MODELS]


@pytest.fixture
def leaving(settings) -> WithdrawalRequest:
    """A request of a member that has not been looked at yet, and no time to wait."""
    settings.WITHDRAWAL_GRACE_BUSINESS_DAYS = 0
    seeker = JobSeekerFactory(joined_at=timezone.now() - timedelta(days=9))
    AssignmentFactory(seeker=seeker)
    queue_message("accounts/welcome", seeker.user)
    typed = {"statement__email": seeker.user.email, "statement__phone": seeker.phone.as_e164}
    return WithdrawalRequestFactory(received_at=timezone.now() - timedelta(minutes=1), **typed)


def withdrawal(request: WithdrawalRequest) -> Callable:
    return lambda: advance(request.pk, now=timezone.now())


def coming_back(request: WithdrawalRequest) -> Callable:
    """Erased and registered anew with the same address."""
    member = JobSeeker.objects.select_related("user").get()
    details = {"family_name": "見本", "given_name": "花子", "phone": str(member.phone), "birth_date": "2001-04-05"}
    now = timezone.now()
    proof = MailboxProof.objects.create(
        purpose="registration",
        email=member.user.email,
        details={**details, "prefecture": "13"},
        expires_at=now + timedelta(hours=1),
        proven_at=now,
    )
    WithdrawalRequest.objects.filter(pk=request.pk).update(status="scheduled", seeker=member, completes_at=now)
    return lambda: start_afresh(proof, request.pk, now=now)


def replay(request: WithdrawalRequest) -> Callable:
    erasure_id = JobSeeker.objects.get().erasure_id
    return lambda: erase_again(erasure_id, now=timezone.now())


@pytest.mark.parametrize("plan", [withdrawal, coming_back, replay])
def test_it_has_happened_once_or_not_at_all(leaving, plan, say):
    work, deaths = plan(leaving), 0
    before, former = rows(), JobSeeker.objects.get()
    while dies(work, before=deaths + 1):
        assert rows() == before
        deaths += 1
        assert deaths < MOST
    say(f"{plan.__name__}: killed before each of {deaths} statements")
    assert not JobSeeker.objects.filter(pk=former.pk).exists()
    assert [erasure.erasure_id for erasure in Erasure.objects.all()] == [former.erasure_id]


@pytest.fixture
def several(leaving) -> list[WithdrawalRequest]:
    """Requests whose grace time is over; one of them names another in what an advisor wrote."""
    now = timezone.now()
    requests = WithdrawalRequestFactory.create_batch(3, status="scheduled", completes_at=now)
    ties = [AssignmentFactory(seeker=request.seeker) for request in requests]
    AssignmentFactory(seeker=requests[0].seeker, advisor=ties[1].advisor, ended_at=now)
    phone = requests[0].seeker.phone.as_e164
    ConversationEntryFactory(assignment=ties[1], is_from_seeker=False, text=f"{phone}の方からご紹介です。")
    return requests


def test_several_have_happened_together_once_or_not_at_all(several, say):
    keys, deaths, before = [request.pk for request in several], 0, rows()
    gone = {request.seeker.erasure_id for request in several}
    while dies(lambda: advance(*keys, now=timezone.now()), before=deaths + 1):
        assert rows() == before
        deaths += 1
        assert deaths < MOST
    say(f"three together: killed before each of {deaths} statements")
    assert not JobSeeker.objects.filter(erasure_id__in=gone).exists()
    assert {erasure.erasure_id for erasure in Erasure.objects.all()} == gone
    assert Message.objects.filter(kind="withdrawals/completed").count() == len(several)


def mails_in(folder: Path) -> int:
    """Two of the same second may be in one file."""
    return sum(file.read_text().count("\nMessage-ID: ") for file in folder.iterdir())


def test_mail_is_sent_and_at_most_twice(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    seeker, now, died = JobSeekerFactory(), timezone.now(), True
    for number in range(1, MOST):
        message = queue_message("accounts/welcome", seeker.user)
        sent = mails_in(tmp_path)
        died = dies(lambda message=message: deliver(message.pk, now=now + timedelta(seconds=9)), before=number)
        deliver(message.pk, now=now + 2 * Message.LEASE)
        message.refresh_from_db()
        assert message.status == "sent"
        assert mails_in(tmp_path) - sent in ((1, 2) if died else (1,))
        if not died:
            return
    pytest.fail("it never got through")


def test_erasure_is_listed_and_at_most_twice(settings, tmp_path):
    settings.ERASURE_LIST = tmp_path / "erasures.txt"
    settings.ERASURE_LIST.touch()
    number, died = 0, True
    while died:
        number += 1
        new = Erasure.objects.create(erasure_id=JobSeekerFactory.build(user=None).erasure_id, erased_at=timezone.now())
        died = dies(lambda: list_new_erasures(now=timezone.now()), before=number)
        list_new_erasures(now=timezone.now())
        assert read_list(settings.ERASURE_LIST).ids.count(new.erasure_id) in ((1, 2) if died else (1,))
    assert number > 2
