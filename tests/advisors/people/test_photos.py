"""Photos of before have become files: they stay where they are, and are shown as they were."""

import hashlib
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse

from accounts.files.removing import remove_files
from accounts.models import File, FileRemoval
from tests.factories import AdvisorFactory

BEFORE = [("advisors", "0012_called_off")]
FILES = [("advisors", "0015_photo_was_a_name")]
# The newest of every app: the models are those of now, and apps built on advisors go back with them.
AFTER = MigrationLoader(None).graph.leaf_nodes()

pytestmark = pytest.mark.django_db(transaction=True)


def migrate(targets: list[tuple[str, str]]):
    """Advisors as they are after these migrations."""
    MigrationExecutor(connection).migrate(targets)
    state = MigrationExecutor(connection).loader.project_state(targets)
    return state.apps.get_model("advisors", "Advisor")


@pytest.fixture
def media(settings, tmp_path, transactional_db) -> Path:
    """A folder with a photo of before; the tables are brought forward again whatever happens."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "advisors").mkdir()
    (tmp_path / "advisors/one.jpg").write_bytes(b"a portrait")
    yield tmp_path
    migrate(AFTER)
    File.objects.all().delete()
    FileRemoval.objects.all().delete()


@pytest.fixture
def of_before(media) -> list:
    """Advisors with a photo, with one that the storage has lost, and with none."""
    photos = ["advisors/one.jpg", "advisors/lost.jpg", ""]
    advisors = [AdvisorFactory() for _ in photos]
    former = migrate(BEFORE)
    for advisor, photo in zip(advisors, photos, strict=True):
        former.objects.filter(pk=advisor.pk).update(photo=photo)
    return advisors


@pytest.mark.story
def test_photos_of_before_are_files_and_go_back_and_forth(of_before, administrator_client, media, now):
    """Once each: a way through all the migrations of the service takes seconds."""
    migrate(FILES)
    former = migrate(BEFORE)
    assert set(former.objects.values_list("photo", flat=True)) == {"advisors/one.jpg", ""}
    migrate(AFTER)
    remove_files(now=now)
    for advisor in of_before:
        advisor.refresh_from_db()
    shown, lost, none = of_before
    assert File.objects.get() == shown.photo
    assert (shown.photo.stored.name, shown.photo.owner, shown.photo.size) == ("advisors/one.jpg", shown.user, 10)
    assert shown.photo.sha256 == hashlib.sha256(b"a portrait").hexdigest()
    assert (lost.photo, none.photo) == (None, None)
    found = administrator_client.get(reverse("advisors:photo", args=[shown.pk]))
    assert (b"".join(found), found["Content-Type"]) == (b"a portrait", "image/jpeg")
    shown.photo.delete()
    remove_files(now=now)
    assert not (media / "advisors/one.jpg").exists()
