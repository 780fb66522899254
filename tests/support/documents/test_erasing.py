"""Who leaves takes their documents along, files included: with a storage that refuses, and after a backup too."""

from datetime import timedelta
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection

from accounts.figures import oldest_file_removal
from accounts.models import File, FileRemoval, JobSeeker, User
from accounts.tasks import remove_files
from support.documents.judging import Fit
from support.documents.keeping import keep_version
from support.documents.refusals import NoDocument
from support.documents.reviewing import return_review
from support.models import Document, DocumentReview
from tests.factories import AssignmentFactory, DocumentFactory, JobSeekerFactory, WithdrawalRequestFactory
from tests.twins import at_once, held_up
from withdrawals.erasure.listing import list_new_erasures
from withdrawals.requests.advancing import advance

CANARY = "痕跡カナリア".encode()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURE_LIST = tmp_path / "erasures.txt"
    return settings.MEDIA_ROOT


def pdf(content: bytes) -> Fit:
    return Fit(content, "application/pdf", "履歴書.pdf")


def with_documents(advisor, now) -> JobSeeker:
    """Two versions, of which one is back, marked up."""
    seeker = AssignmentFactory(advisor=advisor).seeker
    for number in range(2):
        kept = keep_version(seeker, "resume", pdf(CANARY + bytes([number])), ask_review=True, now=now)
    return_review(kept.reviews.get().pk, by=advisor.user, comment="はい", marked_up=pdf(CANARY + b"!"), now=now)
    return seeker


@pytest.fixture
def seeker(advisor, now):
    return with_documents(advisor, now)


def leave(seeker: JobSeeker, now) -> None:
    request = WithdrawalRequestFactory(status="scheduled", seeker=seeker, received_at=now, completes_at=now)
    advance(request.pk, now=now)


def on_disk(media: Path) -> int:
    return sum(CANARY in path.read_bytes() for path in media.rglob("*") if path.is_file())


def left() -> list[int]:
    return [model.objects.count() for model in (Document, DocumentReview, File)]


def test_documents_go_with_the_member_and_nobody_elses(seeker, advisor, media, now):
    other = DocumentFactory()
    assert on_disk(media) == 3
    leave(seeker, now)
    assert left() == [1, 0, 1]
    remove_files()
    assert (on_disk(media), FileRemoval.objects.count()) == (0, 0)
    assert other.file.stored.read() == b"content"


def test_storage_that_refuses_delays_the_files_and_not_the_completion(seeker, media, now, monkeypatch, clock):
    def refuse(self, name):
        raise PermissionError(13, "Read-only file system", name)

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "delete", refuse)
        leave(seeker, now)
        remove_files()
    assert (JobSeeker.objects.count(), left(), on_disk(media)) == (0, [0, 0, 0], 3)
    assert FileRemoval.objects.count() == 3
    assert not oldest_file_removal(
        now=FileRemoval.objects.earliest("deleted_at").deleted_at + timedelta(hours=2)
    ).is_well
    clock.shift(10 * 60)
    remove_files()
    assert (on_disk(media), FileRemoval.objects.count()) == (0, 0)


RESTORED = [User, JobSeeker, File, Document, DocumentReview]


def test_documents_that_a_backup_brings_back_go_again(seeker, media, now, settings):
    saved = {model: list(model._base_manager.all()) for model in RESTORED}
    files = {path: path.read_bytes() for path in media.rglob("*") if path.is_file()}
    leave(seeker, now)
    remove_files()
    list_new_erasures(now=now)
    for model in RESTORED:
        there = set(model._base_manager.values_list("pk", flat=True))
        model._base_manager.bulk_create([row for row in saved[model] if row.pk not in there])
    for path, content in files.items():
        path.write_bytes(content)
    assert (left(), on_disk(media)) == ([2, 2, 3], 3)
    call_command("replay_erasures", settings.ERASURE_LIST, stdout=StringIO())
    assert left() == [0, 0, 0]
    remove_files()
    assert (on_disk(media), FileRemoval.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_document_sent_as_the_member_is_erased_leaves_nothing(advisor, media, now):
    seeker = JobSeekerFactory()
    send = [lambda n=n: keep_version(seeker, "resume", pdf(CANARY + bytes([n])), now=now) for n in range(3)]
    found = at_once(lambda: leave(seeker, now), *send, refusals=(Exception,))
    assert all(it is None or isinstance(it, Document | type) for it in found)
    assert left() == [0, 0, 0]


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
def test_review_returned_as_the_member_is_erased_is_not_there(advisor, media, now):
    seeker = AssignmentFactory(advisor=advisor).seeker
    review = keep_version(seeker, "resume", pdf(CANARY), ask_review=True, now=now).reviews.get()
    give = partial(return_review, review.pk, by=advisor.user, comment="はい", now=now)
    assert held_up(give, by=lambda: leave(seeker, now), refusals=(NoDocument,)) is NoDocument
