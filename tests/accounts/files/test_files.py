"""A file is a row: however the row goes, the file goes too, the storage being slow or not."""

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Now
from django.http import Http404
from django.test.utils import isolate_apps

from accounts.files import removing
from accounts.files.removing import BATCH, ENOUGH, MostAreStrays, find_strays, remove_files
from accounts.files.showing import show
from accounts.files.storing import store
from accounts.models import File, FileRemoval, JobSeeker
from accounts.tasks import find_stray_files
from accounts.tasks import remove_files as sweep
from tests.factories import FileFactory, WithdrawalRequestFactory
from tests.twins import at_once
from withdrawals.requests.advancing import advance

PHOTO = File.Use.ADVISOR_PHOTO


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def file(seeker) -> File:
    return FileFactory(owner=seeker.user)


def on_disk(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def asked_for() -> list[str]:
    return list(FileRemoval.objects.values_list("stored", flat=True))


def raw(statement: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


# The row


def test_file_is_kept_under_a_name_drawn_by_chance(seeker, media):
    content = ContentFile("履歴".encode(), name="見本花子の履歴書.pdf")
    file = store(content, owner=seeker.user, use=PHOTO, content_type="application/pdf")
    file.refresh_from_db()
    assert (file.name, file.content_type, file.size) == ("見本花子の履歴書.pdf", "application/pdf", 6)
    assert file.sha256 == hashlib.sha256("履歴".encode()).hexdigest()
    assert on_disk(media) == [file.stored.name]
    assert file.stored.name.startswith("files/")
    assert not {"見本", "pdf"} & set(file.stored.name.split("."))
    assert str(file) == f"file {file.pk}"


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"stored": ""}, "file_stored_somewhere"),
        ({"use": "toy"}, "file_use_known"),
        ({"owner": None}, "file_is_somebodys_unless_material"),
        ({"use": "material"}, "file_is_somebodys_unless_material"),
    ],
)
def test_row_that_says_too_little_is_refused(file, wrong, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        File.objects.update(**wrong)


def test_two_rows_never_stand_for_one_file(file):
    """`file_stored_for_one_row`: the removal of one would take the other's."""
    file.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        file.save(force_insert=True)


def test_removal_is_asked_for_once(db):
    """`fileremoval_once`"""
    FileRemoval.objects.create(stored="files/x")
    with pytest.raises(IntegrityError), transaction.atomic():
        FileRemoval.objects.create(stored="files/x")


def test_file_is_shown_as_what_it_is(file):
    response = show(file)
    assert (b"".join(response), response["Content-Type"]) == (b"content", "image/jpeg")
    response.close()


def test_file_that_is_not_there_is_not_found(file, media):
    (media / file.stored.name).unlink()
    for missing in (file, None):
        with pytest.raises(Http404):
            show(missing)


# However the row goes


def erase(file: File) -> None:
    seeker = JobSeeker.objects.get(user=file.owner)
    request = WithdrawalRequestFactory(
        seeker=seeker, status="scheduled", received_at=seeker.joined_at, completes_at=seeker.joined_at
    )
    advance(request.pk, now=seeker.joined_at)


@pytest.mark.parametrize(
    "go",
    [
        File.delete,
        lambda file: File.objects.all().delete(),
        lambda file: File.objects.all()._raw_delete("default"),
        lambda file: raw("DELETE FROM accounts_file WHERE id = %s", file.pk),
        lambda file: file.owner.delete(),
        lambda file: raw("UPDATE accounts_file SET stored = 'files/another'"),
        erase,
    ],
    ids=["row", "queryset", "as the admin", "by hand", "with its owner", "another instead", "erasure"],
)
def test_file_goes_with_its_row(file, media, now, go):
    name = file.stored.name
    go(file)
    assert asked_for() == [name]
    remove_files(now=now)
    assert (on_disk(media), asked_for()) == ([], [])


def test_row_that_changes_keeps_its_file(file, media, now):
    File.objects.update(name="another.jpg", stored=file.stored.name)
    remove_files(now=now)
    assert on_disk(media) == [file.stored.name]


def test_deletion_that_comes_to_nothing_asks_for_nothing(file, media, now):
    with transaction.atomic():
        file.delete()
        transaction.set_rollback(True)
    remove_files(now=now)
    assert on_disk(media) == [file.stored.name]


# The sweep


def test_sweep_is_safe_to_run_twice_and_leaves_others_files(file, media, seeker):
    other = FileFactory(owner=seeker.user)
    file.delete()
    sweep()
    sweep()
    assert (on_disk(media), asked_for()) == ([other.stored.name], [])


def test_file_that_is_gone_already_is_as_good_as_removed(file, media, now, monkeypatch):
    def delete(self, name):
        raise FileNotFoundError

    monkeypatch.setattr(FileSystemStorage, "delete", delete)
    file.delete()
    remove_files(now=now)
    assert asked_for() == []


def test_file_that_has_a_row_again_stays(file, media, now):
    """As when part of a backup is restored."""
    file.delete()
    file.save(force_insert=True)
    remove_files(now=now)
    assert (on_disk(media), asked_for()) == ([file.stored.name], [])


@pytest.fixture
def refusing(monkeypatch) -> list[str]:
    """A storage that refuses, and names the file as it does; what it was asked to remove."""
    asked = []

    def delete(self, name):
        asked.append(name)
        raise PermissionError(13, "Permission denied", name)

    monkeypatch.setattr(FileSystemStorage, "delete", delete)
    return asked


def test_storage_that_refuses_is_asked_less_and_less_often(file, now, refusing, caplog):
    file.delete()
    waits, at = [], now
    for _ in range(11):
        remove_files(now=at)
        following = FileRemoval.objects.get().try_at
        remove_files(now=following - timedelta(seconds=1))
        waits, at = [*waits, (following - at) // timedelta(minutes=1)], following
    assert len(refusing) == 11
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512]
    [removal] = FileRemoval.objects.all()
    said = {(record.getMessage(), record.id) for record in caplog.records}
    assert said == {("file not removed: PermissionError", removal.pk)}


def test_storage_that_takes_it_at_last(file, media, now, refusing, monkeypatch):
    file.delete()
    remove_files(now=now)
    monkeypatch.undo()
    media_root = FileSystemStorage(location=media)
    monkeypatch.setattr("accounts.files.removing.default_storage", media_root)
    remove_files(now=now + timedelta(minutes=2))
    assert (on_disk(media), asked_for()) == ([], [])


def test_storage_that_refuses_all_is_left_alone_until_the_next_sweep(seeker, now, refusing):
    FileRemoval.objects.bulk_create(FileRemoval(stored=f"files/{n}") for n in range(ENOUGH * 2))
    remove_files(now=now)
    assert refusing == [f"files/{n}" for n in range(ENOUGH)]
    remove_files(now=now)
    assert refusing == [f"files/{n}" for n in range(ENOUGH * 2)]


def test_one_file_that_is_refused_holds_up_no_other(file, media, now):
    FileRemoval.objects.bulk_create(FileRemoval(stored=f"../{n}") for n in range(2))
    file.delete()
    remove_files(now=now)
    assert (on_disk(media), asked_for()) == ([], ["../0", "../1"])


class WorkerKilled(BaseException):
    pass


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_worker_leaves_the_removal_to_the_next(file, media, now, monkeypatch, when):
    delete = FileSystemStorage.delete

    def killed(self, name):
        if when == "after":
            delete(self, name)
        raise WorkerKilled

    file.delete()
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "delete", killed)
        with pytest.raises(WorkerKilled):
            remove_files(now=now)
    assert len(asked_for()) == 1
    remove_files(now=now + timedelta(minutes=2))
    assert (on_disk(media), asked_for()) == ([], [])


@pytest.fixture
def emptied(transactional_db):
    """What a test leaves asks for removals as its tables are emptied."""
    yield
    File.objects.all().delete()
    FileRemoval.objects.all().delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("emptied")
def test_two_sweeps_at_once_remove_each_file_once(seeker, media, now, monkeypatch):
    asked, delete = [], FileSystemStorage.delete

    def count(self, name):
        asked.append(name)
        delete(self, name)

    monkeypatch.setattr(FileSystemStorage, "delete", count)
    names = [FileFactory(owner=seeker.user).stored.name for _ in range(6)]
    File.objects.all().delete()
    at_once(*[lambda: remove_files(now=now)] * 4)
    assert (sorted(asked), on_disk(media), asked_for()) == (sorted(names), [], [])


# What was written by a transaction that came to nothing


def grow_old(path: Path, now, **age) -> None:
    written = (now - timedelta(**age)).timestamp()
    os.utime(path, (written, written))


@pytest.mark.parametrize(("age", "left"), [({"hours": 23}, 1), ({"hours": 25}, 0)])
def test_file_of_a_transaction_that_came_to_nothing_is_removed_after_a_day(seeker, media, now, age, left):
    FileFactory(owner=seeker.user)
    with transaction.atomic():
        lost = FileFactory(owner=seeker.user)
        transaction.set_rollback(True)
    grow_old(media / lost.stored.name, now, **age)
    find_stray_files()
    sweep()
    assert (len(on_disk(media)), asked_for()) == (1 + left, [])


def test_files_that_rows_stand_for_are_no_strays(seeker, media, now):
    for _ in range(3):
        grow_old(media / FileFactory(owner=seeker.user).stored.name, now, days=9)
    (media / "of-somebody-else").write_text("")
    grow_old(media / "of-somebody-else", now, days=9)
    find_strays(now=now)
    assert asked_for() == []


def test_strays_are_found_beyond_a_batch(db, media, now):
    (media / "files").mkdir()
    for n in range(BATCH + 1):
        (media / f"files/{n}").touch()
        grow_old(media / f"files/{n}", now, days=2)
    for _ in range(2):
        find_strays(now=now, even_most=True)
    assert len(asked_for()) == BATCH + 1


@pytest.mark.parametrize(("stays", "goes"), [(0, 1), (1, 2)])
def test_database_that_knows_less_than_half_is_likely_another(stays, goes, seeker, media, now, capsys):
    """As by a wrong DATABASE_URL: nothing is asked for, until somebody says that it is meant."""
    for _ in range(stays + goes):
        grow_old(media / FileFactory(owner=seeker.user).stored.name, now, days=9)
    lost = File.objects.order_by("pk")[:goes]
    names = sorted(file.stored.name for file in lost)
    File.objects.filter(pk__in=[file.pk for file in lost]).delete()
    FileRemoval.objects.all().delete()
    with pytest.raises(MostAreStrays):
        find_stray_files()
    with pytest.raises(CommandError, match=f"{goes} would go, {stays} would stay"):
        call_command("find_stray_files")
    assert asked_for() == []
    call_command("find_stray_files", "--even-most")
    assert (sorted(asked_for()), capsys.readouterr().out) == (names, f"files to be removed: {goes}\n")


def test_each_file_that_stays_counts_once_however_many_batches(seeker, media, now, monkeypatch):
    monkeypatch.setattr(removing, "BATCH", 1)
    stored = [FileFactory(owner=seeker.user).stored.name for _ in range(2)]
    for name in [*stored, *(f"files/{n}" for n in range(3))]:
        (media / name).touch()
        grow_old(media / name, now, days=9)
    with pytest.raises(MostAreStrays, match="3 would go, 2 would stay"):
        find_strays(now=now)


def test_storage_with_nothing_in_it_has_no_strays(db, media, now):
    find_strays(now=now)
    assert asked_for() == []


def test_file_that_goes_while_strays_are_looked_for_is_none(db, media, now, monkeypatch):
    monkeypatch.setattr(FileSystemStorage, "listdir", lambda self, path: ([], ["gone"]))
    find_strays(now=now)
    assert asked_for() == []


# The clock of the database says since when, whoever deleted the row


def test_removal_is_as_old_as_the_deletion(file):
    file.delete()
    assert FileRemoval.objects.filter(deleted_at__lte=Now(), deleted_at__gt=Now() - timedelta(minutes=1)).exists()


# No file beside this one


def files_without_a_row(found: list[type[models.Model]]) -> list[str]:
    """Columns that keep a file which nothing removes."""
    columns = [(model, field) for model in found for field in model._meta.local_fields if model is not File]
    return [f"{model.__name__}.{field.name}" for model, field in columns if isinstance(field, models.FileField)]


def test_every_file_is_a_row():
    assert files_without_a_row(apps.get_models(include_auto_created=True)) == []


@pytest.mark.parametrize("kind", [models.FileField, models.ImageField])
def test_file_somebody_adds_to_a_row_tomorrow_is_found(kind):
    with isolate_apps("accounts"):
        meta = type("Meta", (), {"app_label": "accounts"})
        diary = type("Diary", (models.Model,), {"__module__": __name__, "Meta": meta, "page": kind()})
    assert files_without_a_row([File, diary]) == ["Diary.page"]
