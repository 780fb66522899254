"""A backup brings members back who had left: the list of erasures takes them out again."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.messages.queue import queue_message, queued
from accounts.models import JobSeeker, Message, Pulse, User
from accounts.tasks import sweep_messages
from tests.factories import JobSeekerFactory, WithdrawalRequestFactory
from withdrawals.erasure.listing import list_new_erasures, mark_complete, read_list
from withdrawals.figures import oldest_unlisted_erasure
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.tasks import list_erasures, process_withdrawal

MODELS = [
    User,
    EmailAddress,
    JobSeeker,
    Message,
    WithdrawalRequest,
    WithdrawalStatement,
    WithdrawalEvent,
    Erasure,
]


@pytest.fixture
def erasures(settings, tmp_path) -> Path:
    """The list of erasures, not written yet."""
    settings.ERASURE_LIST = tmp_path / "erasures.txt"
    return settings.ERASURE_LIST


@pytest.fixture
def leaving(seeker, now):
    """A withdrawal that is due now, and a mail that waits for the member."""
    queue_message("withdrawals/cancelled", seeker.user, reference="W-22222222", due_on=now.date())
    return WithdrawalRequestFactory(status="scheduled", seeker=seeker, received_at=now, completes_at=now)


def backup() -> dict:
    return {model: list(model._base_manager.all()) for model in MODELS}


def restore(saved: dict) -> None:
    for model in reversed(MODELS):
        model._base_manager.all()._raw_delete("default")
    for model in MODELS:
        model._base_manager.bulk_create(saved[model])


def replay(path: Path) -> str:
    out = StringIO()
    call_command("replay_erasures", path, stdout=out)
    return out.getvalue()


@pytest.fixture
def restored(leaving, other_seeker, erasures, worker, now):
    """The database of before the erasure, and the list of after it."""
    saved = backup()
    advance(leaving.pk, now=now)
    list_new_erasures(now=now)
    restore(saved)
    worker.commit()
    worker.empty()
    leaving.refresh_from_db()
    return leaving


def test_member_whom_a_backup_brings_back_is_erased_again(restored, seeker, other_seeker, erasures):
    assert restored.status == "scheduled"
    assert replay(erasures) == "1 ids read, 1 members erased again\n"
    assert list(User.objects.all()) == [other_seeker.user]
    assert list(JobSeeker.objects.all()) == [other_seeker]
    assert Erasure.objects.get().erasure_id == seeker.erasure_id


def test_scheduled_request_is_completed_with_it_and_nothing_is_mailed(restored, erasures, worker):
    replay(erasures)
    worker()
    restored.refresh_from_db()
    assert (restored.status, restored.seeker, restored.erased["profile"]) == ("completed", None, 1)
    assert WithdrawalStatement.objects.count() == Message.objects.count() == len(mail.outbox) == 0


def test_what_waits_under_the_same_address_ends_with_it(restored, seeker, erasures):
    waiting = WithdrawalRequestFactory(status="needs_review", statement__email=seeker.user.email)
    replay(erasures)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.closing) == ("closed", "duplicate")


def test_replay_twice_changes_nothing_more(restored, erasures):
    replay(erasures)
    after = [list(model.objects.values()) for model in (Erasure, WithdrawalRequest, WithdrawalEvent)]
    assert replay(erasures) == "1 ids read, 0 members erased again\n"
    assert [list(model.objects.values()) for model in (Erasure, WithdrawalRequest, WithdrawalEvent)] == after


def test_who_has_come_back_since_is_left_alone(leaving, seeker, erasures, now):
    advance(leaving.pk, now=now)
    list_new_erasures(now=now)
    again = JobSeekerFactory(user__email=seeker.user.email, phone=seeker.phone)
    replay(erasures)
    assert list(JobSeeker.objects.all()) == [again]


def test_whom_the_database_refuses_to_erase_keeps_nobody_else(restored, other_seeker, seeker, erasures, capsys):
    erasures.write_text(f"{other_seeker.erasure_id}\n{seeker.erasure_id}\n")
    refusal = connection.execute_wrapper(refuse_about(other_seeker.erasure_id))
    with pytest.raises(CommandError, match="1 refused by the database") as end, refusal:
        replay(erasures)
    assert list(JobSeeker.objects.all()) == [other_seeker]
    assert capsys.readouterr().err == f"{other_seeker.erasure_id}: DatabaseError\n"
    assert end.value.returncode == 1


def refuse_about(erasure_id: uuid.UUID):
    def execute(run, sql, params, many, context):
        if erasure_id.hex in str(params).replace("-", ""):
            raise DatabaseError
        return run(sql, params, many, context)

    return execute


@pytest.mark.parametrize(
    ("text", "complaint"),
    [(f"{uuid.UUID(int=1)}\n\nnobody\n", "line 3 is not an erasure id"), ("\0\n", "line 1 is not an erasure id")],
)
def test_broken_list_is_refused_by_line_and_erases_nobody(seeker, erasures, text, complaint):
    erasures.write_text(f"{text}{seeker.erasure_id}\n")
    with pytest.raises(CommandError, match=complaint):
        replay(erasures)
    assert JobSeeker.objects.count() == 1


def test_missing_list_is_refused(db, erasures):
    with pytest.raises(CommandError, match="erasures.txt"):
        replay(erasures)


# A list that may be shorter than the backup is old


def listed(erasures: Path) -> Path:
    """The list as the beat leaves it."""
    list_erasures()
    return erasures


def test_list_that_reaches_beyond_the_backup_is_enough(restored, erasures, clock):
    Pulse.beats(Pulse.Name.BEAT, at=timezone.now())
    clock.shift(60)
    assert replay(listed(erasures)) == (
        "1 ids read, 1 members erased again\nThe list is complete until 2026-11-20 10:01:00+09:00\n"
    )


def test_list_that_ends_before_the_backup_is_said_to_be_short(restored, erasures, clock):
    listed(erasures)
    clock.shift(60 * 60)
    Pulse.beats(Pulse.Name.BEAT, at=timezone.now())
    with pytest.raises(CommandError, match="complete until 2026-11-20 10:00:00.*backup is of 2026-11-20 11") as end:
        replay(erasures)
    assert (end.value.returncode, JobSeeker.objects.count()) == (1, 1)


def test_list_that_does_not_say_until_when_is_said_to_be_short(restored, erasures, now):
    Pulse.beats(Pulse.Name.MESSAGES, at=now)
    with pytest.raises(CommandError, match="complete until no moment that it names"):
        replay(erasures)
    assert JobSeeker.objects.count() == 1


def test_moment_that_was_cut_short_says_nothing(restored, erasures, now):
    listed(erasures)
    erasures.write_text(erasures.read_text() + "# complete until 2026-11-20T09:0")
    assert read_list(erasures).complete_until == now


def test_list_is_not_called_complete_while_somebody_is_left(erased, erasures, now):
    mark_complete(until=now)
    assert not erasures.exists()
    listed(erasures)
    assert read_list(erasures).complete_until == now


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one transaction at a time")
@pytest.mark.django_db(transaction=True)
def test_list_is_not_called_complete_beyond_an_erasure_that_is_still_being_stored(leaving, erasures, database_clock):
    """Its time is read before the listing begins, and it is seen only afterwards."""

    def list_them() -> None:
        try:
            list_erasures()
        finally:
            connections.close_all()

    list_erasures()
    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        advance(leaving.pk)
        thread.submit(list_them).result(30)
    found = read_list(erasures)
    assert (found.ids, lines(erasures)[1:]) == ([], [f"# complete until {found.complete_until.isoformat()}"])
    assert found.complete_until < Erasure.objects.get().erased_at


def test_each_listing_moves_the_moment_on(erased, erasures, clock, now):
    listed(erasures)
    clock.shift(300)
    listed(erasures)
    assert (read_list(erasures).complete_until, len(read_list(erasures).ids)) == (now + timedelta(minutes=5), 3)


# How the list comes about


@pytest.fixture
def erased(db, now) -> list[Erasure]:
    return Erasure.objects.bulk_create(Erasure(erasure_id=uuid.uuid4(), erased_at=now) for _ in range(3))


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def test_each_erasure_is_listed_once(erased, erasures, now):
    assert [list_new_erasures(now=now), list_new_erasures(now=now)] == [3, 0]
    assert sorted(lines(erasures)) == sorted(str(erasure.erasure_id) for erasure in erased)


def test_line_is_on_the_disk_before_the_database_says_so_and_so_is_the_name_of_a_new_file(
    erased, erasures, now, monkeypatch
):
    on_disk = []

    def fsync(number: int) -> None:
        file = os.fstat(number)
        is_list = os.path.samestat(file, erasures.stat())
        assert is_list or os.path.samestat(file, erasures.parent.stat())
        on_disk.append((is_list, len(lines(erasures)), Erasure.objects.unlisted().count()))

    monkeypatch.setattr(os, "fsync", fsync)
    list_new_erasures(now=now)
    assert on_disk == [(True, 3, 3), (False, 3, 3)]


def test_crash_between_the_file_and_the_database_lists_again(erased, erasures, now):
    with pytest.raises(DatabaseError), connection.execute_wrapper(die_at("UPDATE")):
        list_new_erasures(now=now)
    assert list_new_erasures(now=now) == 3
    assert lines(erasures)[:3] == lines(erasures)[3:]
    assert replay(erasures) == "6 ids read, 0 members erased again\n"


def die_at(word: str):
    def execute(run, sql, params, many, context):
        if sql.startswith(word):
            raise DatabaseError
        return run(sql, params, many, context)

    return execute


def test_full_disk_leaves_them_to_be_listed_later(erased, erasures, now):
    erasures.mkdir()
    with pytest.raises(OSError):
        list_new_erasures(now=now)
    erasures.rmdir()
    assert list_new_erasures(now=now) == 3


# The receipt waits for it


@pytest.fixture
def unwritable(erasures) -> Path:
    """The list cannot be written, until `rmdir`."""
    erasures.mkdir()
    return erasures


def test_receipt_leaves_when_the_erasure_is_on_the_list(leaving, seeker, erasures, worker, monkeypatch):
    monkeypatch.setattr(settings, "EMAIL_BACKEND", f"{__name__}.{LookingServer.__name__}")
    process_withdrawal.delay(leaving.pk)
    worker()
    assert (LookingServer.seen, lines(erasures)) == ([str(seeker.erasure_id)], [str(seeker.erasure_id)])


class LookingServer(EmailBackend):
    """Reads the list as a mail comes in."""

    seen: list[str] = []

    def send_messages(self, messages):
        self.seen[:] = lines(settings.ERASURE_LIST)
        return super().send_messages(messages)


def test_receipt_waits_for_a_list_that_cannot_be_written_and_the_erasure_does_not(leaving, unwritable, worker, clock):
    process_withdrawal.delay(leaving.pk)
    worker()
    leaving.refresh_from_db()
    receipt = Message.objects.get(kind="withdrawals/completed")
    assert (leaving.status, JobSeeker.objects.count(), mail.outbox) == ("completed", 0, [])
    assert (receipt.status, receipt.failure) == ("queued", "IsADirectoryError")
    clock.shift(9 * 60 * 60)
    sweep_messages()
    worker()
    assert mail.outbox == []


def test_receipt_that_has_waited_leaves_as_the_list_is_written(leaving, unwritable, worker, clock):
    process_withdrawal.delay(leaving.pk)
    for _ in range(9):
        worker()
        clock.shift(60 * 60)
        sweep_messages()
    unwritable.rmdir()
    list_erasures()
    sweep_messages()
    worker()
    assert len(mail.outbox) == 1


def test_no_other_mail_is_tried_sooner_as_the_list_is_written(erased, erasures, seeker, now):
    waits = {"failure": "KeyError", "try_at": now + timedelta(hours=1)}
    mails = [queued(kind=kind, recipient=seeker.user) for kind in ("accounts/welcome", "withdrawals/completed")]
    Message.objects.filter(pk__in=[it.pk for it in mails]).update(**waits)
    list_new_erasures(now=now)
    assert [Message.objects.get(pk=it.pk).try_at - now for it in mails] == [timedelta(hours=1), timedelta(0)]


@pytest.fixture
def hours_pass(worker, clock):
    """So many, in which the beat asks for the list every half of one."""

    def hours_pass(hours: int) -> None:
        for _ in range(2 * hours):
            clock.shift(30 * 60)
            with suppress(OSError):
                list_erasures()
            worker()

    return hours_pass


def test_desk_is_told_once_while_the_list_cannot_be_written(
    leaving, unwritable, desk, administrator, hours_pass, worker
):
    process_withdrawal.delay(leaving.pk)
    worker()
    hours_pass(9)
    told = [(sent.to[0], sent.subject) for sent in mail.outbox]
    words = "Receipts of withdrawals wait: the list of erasures cannot be written"
    assert sorted(told) == sorted([(desk.email, words), (administrator.email, words)])


def test_desk_is_told_again_of_the_next_time(leaving, unwritable, desk, hours_pass, worker):
    process_withdrawal.delay(leaving.pk)
    worker()
    hours_pass(1)
    unwritable.rmdir()
    hours_pass(1)
    unwritable.unlink()
    unwritable.mkdir()
    Erasure.objects.create(erasure_id=uuid.uuid4(), erased_at=timezone.now())
    hours_pass(1)
    assert [sent.subject for sent in mail.outbox if "wait" in sent.subject] == [
        "Receipts of withdrawals wait: the list of erasures cannot be written"
    ] * 2


def test_database_error_while_listing_is_told_too(erased, erasures, desk, clock, worker):
    clock.shift(60 * 60)
    with (
        pytest.raises(DatabaseError),
        connection.execute_wrapper(die_at('UPDATE "withdrawals_erasure" SET "listed_at"')),
    ):
        list_erasures()
    worker()
    assert len(mail.outbox) == 1


def test_first_page_and_health_say_so(leaving, unwritable, desk_client, hours_pass, worker):
    process_withdrawal.delay(leaving.pk)
    worker()
    words = "Receipts that wait, because the list of erasures cannot be written"
    assert (words in first_page(desk_client), is_well()) == (False, True)
    hours_pass(1)
    assert (words in first_page(desk_client), is_well()) == (True, False)
    unwritable.rmdir()
    hours_pass(1)
    assert (words in first_page(desk_client), is_well()) == (False, True)


def first_page(client) -> str:
    return client.get(reverse("admin:index")).content.decode()


def is_well() -> bool:
    return oldest_unlisted_erasure(now=timezone.now()).is_well


def test_line_that_was_cut_short_does_not_swallow_the_next(erased, erasures, now):
    erasures.write_text("3b241101-e2bb")
    list_new_erasures(now=now)
    assert lines(erasures)[0] == "3b241101-e2bb"
    assert sorted(lines(erasures)[1:]) == sorted(str(erasure.erasure_id) for erasure in erased)
