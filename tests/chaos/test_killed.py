"""Workers die and brokers forget, at random moments and under load: every withdrawal is completed, and once."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts.models import JobSeeker, Message, User
from tests.chaos.conftest import LOAD, ROUNDS, SEED
from tests.chaos.service import Service
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from tests.withdrawals.erasure.traces import opened
from tests.withdrawals.requests.test_failing import ANTIDOTE, POISON, execute
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.deadlines import LONGEST_PAUSE
from withdrawals.requests.sweeping import TOGETHER

PATIENCE = 120


@pytest.fixture
def members(transactional_db) -> list[JobSeeker]:
    return JobSeekerFactory.create_batch(ROUNDS * LOAD, joined_at=timezone.now() - timedelta(days=1))


def attack(service: Service, members: list[JobSeeker], *, flush: bool) -> None:
    """One round: its members send the form while the worker, its children and the broker are hit."""
    with ThreadPoolExecutor(4) as browsers:
        answers = [
            browsers.submit(service.withdraw, member.pk, email=member.user.email, phone=str(member.phone))
            for member in members
        ]
        service.kill_child()
        service.kill_child()
        if flush:
            service.flush_broker()
        time.sleep(random.uniform(0, 1))
        service.kill_worker()
    assert Counter(answer.result() for answer in answers) == {302: len(members)}


def is_over(*, but: int | None = None) -> bool:
    others = WithdrawalRequest.objects.exclude(pk=but)
    return not others.open().exists() and not Message.objects.filter(status="queued").exists()


def let_time_pass() -> None:
    """As if the minutes had passed after which the sweeps look again at what was handed out and came to nothing."""
    WithdrawalRequest.objects.filter(next_step_at__isnull=False).update(next_step_at=F("next_step_at") - LONGEST_PAUSE)
    day = timedelta(days=1)
    waiting = Message.objects.filter(status="queued")
    waiting.update(try_at=F("try_at") - day, handed_out_at=F("handed_out_at") - day)


def wait_until_it_is_over(service: Service, *, but: int | None = None) -> None:
    until = time.monotonic() + PATIENCE
    while not is_over(but=but):
        assert time.monotonic() < until, service.last_said()
        time.sleep(3)
        service.revive()
        let_time_pass()


def test_everything_is_completed_once_whoever_is_killed(service, members, say):
    began = time.monotonic()
    service.start("web", "worker", "beat")
    service.wait_until_it_answers()
    for number in range(ROUNDS):
        attack(service, members[number * LOAD : (number + 1) * LOAD], flush=number % 2 == 0)
    attacked = time.monotonic() - began
    wait_until_it_is_over(service)
    receipts = Counter(receipts_by_address(service))
    twice = sum(receipts.values()) - len(receipts)
    say(
        f"{len(members)} requests, {service.kills} kills, {service.cut_short()} tasks cut short, "
        f"{service.flushes} flushes of the broker in {attacked:.0f} s; all completed after "
        f"{time.monotonic() - began:.0f} s, {twice} receipts twice (CHAOS_SEED={SEED})"
    )
    each_is_completed_once(members)
    assert set(receipts) == {member.user.email for member in members}
    service.stop()
    assert [text for text in opened(service.written()) if "@example.com" in text] == []
    assert b"@example.com" not in file_of_the_database()


def test_batch_with_a_poisoned_member_is_completed_once_whoever_is_killed(service, say):
    """Twenty at a time, whose workers die in the middle; one of each twenty the database refuses to let go of."""
    long_ago = timezone.now() - timedelta(days=1)
    over = {"status": "scheduled", "received_at": long_ago, "completes_at": long_ago, "next_step_at": timezone.now()}
    requests = WithdrawalRequestFactory.create_batch(ROUNDS * TOGETHER, **over)
    erasures, addresses = {it.seeker.erasure_id for it in requests}, {it.seeker.user.email for it in requests}
    poisoned = requests[-1]
    execute(POISON, id=poisoned.seeker_id)
    service.start("worker", "beat")
    for _ in range(ROUNDS):
        service.kill_child()
        let_time_pass()
    service.kill_worker()
    wait_until_it_is_over(service, but=poisoned.pk)
    poisoned.refresh_from_db()
    assert (poisoned.status, poisoned.failure) == ("scheduled", "IntegrityError")
    execute(ANTIDOTE)
    wait_until_it_is_over(service)
    receipts = Counter(receipts_by_address(service))
    say(f"{len(requests)} in batches, {service.kills} kills, {service.cut_short()} tasks cut short (CHAOS_SEED={SEED})")
    ended = WithdrawalRequest.objects.values_list("status", "erased__profile")
    assert Counter(ended) == {("completed", 1): len(requests)}
    assert Counter(WithdrawalEvent.objects.values_list("request", "to_status")).most_common(1)[0][1] == 1
    assert WithdrawalEvent.objects.count() == len(requests)
    assert set(Erasure.objects.values_list("erasure_id", flat=True)) == erasures
    assert set(receipts) == addresses
    assert not JobSeeker.objects.exists()


def file_of_the_database() -> bytes:
    """The bytes on the disk, of SQLite only: a server's are its own."""
    if connection.vendor != "sqlite":
        return b""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes()


def receipts_by_address(service: Service) -> list[str]:
    """The address of each receipt that was sent, once for each time."""
    references = set(WithdrawalRequest.objects.values_list("reference", flat=True))
    mails = [mail for mail in service.mails() if "/withdraw/receipt/" in mail]
    assert all(any(reference in mail for reference in references) for mail in mails)
    return [line.removeprefix("To: ") for mail in mails for line in mail.splitlines() if line.startswith("To: ")]


def each_is_completed_once(members: list[JobSeeker]) -> None:
    requests = WithdrawalRequest.objects.all()
    assert Counter(requests.values_list("status", "erased__profile")) == {("completed", 1): len(members)}
    events = WithdrawalEvent.objects.order_by("request", "id").values_list("request", "to_status")
    assert list(events) == [(pk, to) for pk in sorted(r.pk for r in requests) for to in ("scheduled", "completed")]
    assert set(Erasure.objects.values_list("erasure_id", flat=True)) == {member.erasure_id for member in members}
    sent = Message.objects.filter(kind="withdrawals/completed", status="sent")
    assert (sent.count(), Erasure.objects.count()) == (len(members), len(members))
    left = [model.objects.count() for model in (JobSeeker, User, WithdrawalStatement)]
    assert left == [0, 0, 0]
