"""Files in a store that speaks as S3 does: kept, handed out, removed and looked for as in a folder."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.files import removing
from accounts.files.showing import show
from accounts.files.storing import store as keep
from accounts.models import File, FileRemoval
from config.environment import bucket
from tests.object_store_double import BUCKET, object_store


@pytest.fixture
def store(settings):
    with object_store() as store:
        options = bucket(store.url)
        in_store = {"BACKEND": "config.object_store.ObjectStorage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": in_store}
        yield store


def stored(content: bytes = b"a file") -> File:
    return keep(
        ContentFile(content, name="résumé.pdf"), owner=None, use=File.Use.MATERIAL, content_type="application/pdf"
    )


def test_file_is_kept_and_handed_out_again(store, db):
    file = stored(b"x" * 9_000_000)
    assert list(store.objects) == [file.stored.name]
    answer = show(file, as_attachment=True)
    assert b"".join(answer.streaming_content) == b"x" * 9_000_000
    assert (answer["Content-Length"], answer["Content-Type"]) == ("9000000", "application/pdf")


def test_name_in_the_store_says_nothing_of_what_somebody_called_it(store, db):
    stored()
    assert [path for path in store.asked if "sum" in path or not path.startswith(f"PUT /{BUCKET}/files/")] == []


def test_file_goes_with_its_row(store, db):
    file, stays = stored(), stored()
    file.delete()
    removing.remove_files(now=timezone.now())
    assert list(store.objects) == [stays.stored.name]
    assert not FileRemoval.objects.exists()


def test_removal_that_the_store_refuses_is_asked_for_again(store, db):
    stored().delete()
    store.failing = 503
    removing.remove_files(now=timezone.now())
    assert FileRemoval.objects.get().tries == 1
    store.failing = 0
    removing.remove_files(now=timezone.now() + timedelta(hours=1))
    assert (store.objects, FileRemoval.objects.count()) == ({}, 0)


def test_stray_file_is_found(store, db):
    for _ in range(3):
        stored()
    default_storage.save("files/stray", ContentFile(b"of nobody"))
    assert removing.find_strays(now=timezone.now()) == 0
    assert removing.find_strays(now=timezone.now() + timedelta(days=2)) == 1
    assert FileRemoval.objects.get().stored == "files/stray"


def test_empty_store_has_no_strays(store, db):
    assert removing.find_strays(now=timezone.now()) == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: default_storage.open("files/gone"),
        lambda: default_storage.size("files/gone"),
        lambda: default_storage.get_modified_time("files/gone"),
    ],
)
def test_what_is_not_there_is_not_there(store, ask):
    with pytest.raises(FileNotFoundError):
        ask()
    assert not default_storage.exists("files/gone")
    default_storage.delete("files/gone")


ASKED = {
    "open": lambda: default_storage.open("files/1"),
    "save": lambda: default_storage.save("files/2", ContentFile(b"x")),
    "delete": lambda: default_storage.delete("files/1"),
    "list": lambda: default_storage.listdir("files"),
    "size": lambda: default_storage.size("files/1"),
    "exists": lambda: default_storage.exists("files/1"),
}


@pytest.mark.parametrize("name", ASKED)
def test_store_that_refuses_is_an_error_as_of_a_disk(store, name):
    store.failing = 403
    with pytest.raises(OSError, match="the store of files") as refused:
        ASKED[name]()
    assert not isinstance(refused.value, FileNotFoundError)


def test_store_that_is_not_there_is_an_error_as_of_a_disk(settings, refusing):
    options = bucket(refusing.replace("redis://", "s3+http://key:secret@").replace("/0", "/files"))
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "config.object_store.ObjectStorage", "OPTIONS": options},
    }
    with pytest.raises(OSError, match="out of reach"):
        default_storage.open("files/1")


def test_address_of_the_store_is_taken_apart(settings_of):
    found = settings_of(FILES_URL="s3://key:s%2Fcret@s3.example.jp:9000/uploads?region=ap-northeast-1")
    assert found["STORAGES"]["default"] == {
        "BACKEND": "config.object_store.ObjectStorage",
        "OPTIONS": {
            "endpoint_url": "https://s3.example.jp:9000",
            "access_key": "key",
            "secret_key": "s/cret",
            "bucket_name": "uploads",
            "region_name": "ap-northeast-1",
        },
    }
    assert settings_of()["STORAGES"]["default"] == {"BACKEND": "django.core.files.storage.FileSystemStorage"}


@pytest.mark.parametrize(
    "wrong", ["s3://host/bucket", "s3://key:secret@/b", "http://k:s@h/b", "s3://k:s@h/", "s3://k:s@h/a/b", "s3://k@h/b"]
)
def test_address_that_is_none_is_refused_without_being_shown(settings_of, wrong):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(FILES_URL=wrong)
    assert str(refused.value).startswith("FILES_URL cannot be used.")
