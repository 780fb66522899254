"""What does not kill anybody, and goes wrong all the same: a request that always fails, a clock, mail, a restore."""

import shutil  # noqa: F401 (in the condition of a skip)
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import JobSeeker, Message, User
from tests.chaos.service import Service, database_url, free_port, wait_for
from tests.chaos.test_any_line import disconnect
from tests.factories import DeskUserFactory, JobSeekerFactory, WithdrawalRequestFactory
from tests.source import ROOT
from tests.withdrawals.requests.test_failing import ANTIDOTE, POISON, execute
from withdrawals.erasure.listing import read_list
from withdrawals.models import WARNING, Actor, Erasure, WithdrawalRequest
from withdrawals.requests.deadlines import last_moment
from withdrawals.requests.filing import hurry

MEMBERS = 5


def members(count: int = MEMBERS) -> list[JobSeeker]:
    return JobSeekerFactory.create_batch(count, joined_at=timezone.now() - timedelta(days=9))


def file(member: JobSeeker) -> WithdrawalRequest:
    """What the form writes for this member."""
    typed = {"statement__email": member.user.email, "statement__phone": member.phone.as_e164}
    return WithdrawalRequestFactory(received_at=timezone.now() - timedelta(minutes=1), **typed)


def statuses() -> list[str]:
    return list(WithdrawalRequest.objects.order_by("pk").values_list("status", flat=True))


def let_time_pass() -> None:
    """As if whatever waits for its next try had waited."""
    now = timezone.now()
    WithdrawalRequest.objects.filter(next_step_at__gt=now).update(next_step_at=now)
    Message.objects.filter(status="queued").update(try_at=now - timedelta(minutes=1), handed_out_at=None)


def until(service: Service, what):
    return wait_for(what, lambda: (time.sleep(0.5), service.revive(), let_time_pass()))


def sweeps(service: Service) -> int:
    """How often the worker has looked for withdrawals that are due."""
    return sum(log.read_text(errors="replace").count("sweep_withdrawals") for log in service.logs["worker"])


# One that cannot be completed


@pytest.fixture
def poisoned(transactional_db):
    """A member whom the database refuses to let go of."""
    member = members(1)[0]
    execute(POISON, id=member.pk)
    yield member
    execute(ANTIDOTE)


def test_request_that_always_fails_keeps_nobody_else_and_is_told(service, poisoned, say):
    began, desk = time.monotonic(), DeskUserFactory()
    failing, *others = [file(member) for member in (poisoned, *members())]
    service.start("worker", "beat")
    until(service, lambda: statuses()[1:] == ["completed"] * len(others))
    completed = time.monotonic() - began
    until(service, lambda: Message.objects.filter(kind="withdrawals/failing", recipient=desk, status="sent").exists())
    failing.refresh_from_db()
    say(
        f"poisoned request: {len(others)} others completed after {completed:.0f} s, the desk told after "
        f"{failing.tries} tries, {time.monotonic() - began:.0f} s"
    )
    assert failing.is_open
    assert JobSeeker.objects.get() == poisoned
    assert Message.objects.filter(kind="withdrawals/failing", recipient=desk).count() == 1


# A clock that is wrong


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="a file has no clock of its own")
def test_clock_ahead_completes_nothing_early(service, say):
    for member in members():
        file(member)
    service.start("beat", WITHDRAWAL_GRACE_BUSINESS_DAYS="1")
    service.start("worker", WITHDRAWAL_GRACE_BUSINESS_DAYS="1", CHAOS_DAYS_AHEAD="20")
    wait_for(lambda: statuses() == ["scheduled"] * MEMBERS)
    looked = sweeps(service)
    promised = list(WithdrawalRequest.objects.order_by("pk").values_list("completes_at", flat=True))
    wait_for(lambda: WithdrawalRequest.objects.update(next_step_at=timezone.now()) and sweeps(service) >= looked + 6)
    say(f"clock 20 days ahead: {sweeps(service)} times looked, {statuses().count('completed')} completed early")
    assert statuses() == ["scheduled"] * MEMBERS
    assert list(WithdrawalRequest.objects.order_by("pk").values_list("completes_at", flat=True)) == promised
    assert all(timezone.now() < moment < timezone.now() + timedelta(days=10) for moment in promised)
    WithdrawalRequest.objects.update(completes_at=timezone.now())
    until(service, lambda: statuses() == ["completed"] * MEMBERS)


# A mail server that takes nothing


def test_refused_mail_lets_the_grace_time_wait_and_keeps_the_receipt(service, say):
    waiting, hurried = (file(member) for member in members(2))
    refusing = {"WITHDRAWAL_GRACE_BUSINESS_DAYS": "1", "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}"}
    service.start("worker", "beat", **refusing)
    wait_for(lambda: statuses() == ["scheduled"] * 2)
    hurry(hurried.pk, actor=Actor.LINK, now=timezone.now())
    WithdrawalRequest.objects.filter(pk=waiting.pk).update(completes_at=timezone.now())
    receipt = Message.objects.filter(kind="withdrawals/completed")
    until(service, receipt.filter(tries__gte=3, status="queued").exists)
    waiting.refresh_from_db()
    tries = receipt.get().tries
    assert (waiting.status, waiting.completes_at) == ("scheduled", last_moment(waiting.due_on))
    assert service.mails() == []
    service.stop()
    service.start("worker", "beat", WITHDRAWAL_GRACE_BUSINESS_DAYS="1")
    until(service, lambda: not Message.objects.filter(status="queued").exists())
    wait_for(lambda: WithdrawalRequest.objects.get(pk=waiting.pk).completes_at < last_moment(waiting.due_on))
    waiting.refresh_from_db()
    sent = [mail for mail in service.mails() if "/withdraw/receipt/" in mail]
    say(f"mail refused: the grace time waited, the receipt was tried {tries} times, kept, and sent {len(sent)} times")
    assert waiting.completes_at > timezone.now()
    assert len(sent) == 1
    assert Message.objects.get(kind=WARNING, recipient=waiting.seeker.user_id).status == "sent"


# A backup that is restored


def back_up(to: Path) -> None:
    if connection.vendor == "sqlite":
        copy_database(connection.settings_dict["NAME"], to)
    else:
        subprocess.run(["pg_dump", "-Fc", "-d", address(), "-f", to], check=True)


def restore(backup: Path) -> None:
    disconnect()
    if connection.vendor == "sqlite":
        copy_database(backup, connection.settings_dict["NAME"])
    else:
        subprocess.run(
            ["pg_restore", "--clean", "--if-exists", "--single-transaction", "-d", address(), backup], check=True
        )


def address() -> str:
    return database_url().replace("postgres://", "postgresql://")


def copy_database(one: str | Path, other: str | Path) -> None:
    with closing(sqlite3.connect(one)) as source, closing(sqlite3.connect(other)) as target:
        source.backup(target)


@pytest.mark.skipif("connection.vendor == 'postgresql' and not shutil.which('pg_dump')", reason="there is no pg_dump")
def test_restored_backup_is_brought_up_to_date(service, tmp_path, say):
    before, after, stays = members(1)[0], members(), members(1)[0]
    backup, listed = tmp_path / "backup", tmp_path / "erasures.txt"
    file(before)
    service.start("worker", "beat")
    until(service, lambda: statuses() == ["completed"] and listed.exists())
    back_up(backup)
    for member in after:
        file(member)
    erased = {member.erasure_id for member in (before, *after)}
    until(service, lambda: listed.exists() and set(read_list(listed).ids) == erased)
    service.stop()
    restore(backup)
    back = JobSeeker.objects.count()
    command = [sys.executable, "manage.py", "replay_erasures", str(listed)]
    for _ in range(2):
        said = subprocess.run(command, cwd=ROOT, env=service.environment(), check=True, capture_output=True, text=True)
    again = back - JobSeeker.objects.count()
    say(f"restored: {back} members were back, {again} erased again; the second time: {said.stdout.strip()}")
    assert back == MEMBERS + 1
    assert JobSeeker.objects.get() == stays
    assert User.objects.filter(pk__in=[member.user_id for member in after]).count() == 0
    assert {erasure.erasure_id for erasure in Erasure.objects.all()} == erased
