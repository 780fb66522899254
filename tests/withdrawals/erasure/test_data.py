"""My data: everything held about the member, their files too; no secrets, nobody else's."""

import tracemalloc

import pytest
from django.core.files.base import ContentFile

from accounts.files.storing import store
from tests.downloads import downloaded
from tests.factories import DocumentFactory, FileFactory, WithdrawalRequestFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_download_holds_what_is_held(seeker_client, seeker, assignment, other_seeker):
    WithdrawalRequestFactory(status="cancelled", seeker=seeker)
    found = downloaded(seeker_client)
    held = found.held
    assert "attachment" in found.response["Content-Disposition"]
    assert held["accounts.JobSeeker"][0]["family_name"] == seeker.family_name
    assert held["accounts.User"][0]["email"] == seeker.user.email
    assert [len(held[name]) for name in ("advisors.Assignment", "withdrawals.WithdrawalRequest")] == [1, 1]
    assert other_seeker.user.email not in str(held)


def test_download_holds_no_secrets(seeker_client):
    held = downloaded(seeker_client).held
    assert "password" not in held["accounts.User"][0]
    assert set(held["accounts.Session"][0]) == {"expire_date", "user", "asked_email"}
    assert seeker_client.cookies["sessionid"].value not in str(held)


def test_download_holds_the_files_and_not_where_they_are(seeker_client, seeker, other_seeker):
    file, _other = FileFactory(owner=seeker.user), FileFactory(owner=other_seeker.user)
    found = downloaded(seeker_client)
    (told,) = found.held["accounts.File"]
    assert (told["name"], told["content_type"], told["size"]) == ("portrait.jpg", "image/jpeg", 7)
    assert found.files == {f"files/{file.pk}-portrait.jpg": b"content"}
    assert file.stored.name.encode() not in found.content


def test_download_holds_documents_by_the_names_they_were_given(seeker_client, seeker):
    documents = DocumentFactory.create_batch(2, seeker=seeker, note="見直しました。")
    found = downloaded(seeker_client)
    assert [row["note"] for row in found.held["support.Document"]] == ["見直しました。"] * 2
    assert set(found.files) == {f"files/{document.file.pk}-履歴書.pdf" for document in documents}


def test_file_that_is_not_scanned_yet_is_left_out_and_told(seeker_client, seeker, settings):
    settings.CLAMAV_ADDRESS = ("127.0.0.1", 9)
    DocumentFactory(seeker=seeker)
    found = downloaded(seeker_client)
    assert (found.files, len(found.held["accounts.File"])) == ({}, 1)


def test_file_that_the_storage_has_lost_keeps_nobody_from_the_rest(seeker_client, seeker, media):
    lost, other = FileFactory(owner=seeker.user), FileFactory(owner=seeker.user)
    (media / lost.stored.name).unlink()
    assert list(downloaded(seeker_client).files) == [f"files/{other.pk}-portrait.jpg"]


def test_download_takes_no_more_memory_than_a_piece(seeker_client, seeker):
    large = ContentFile(bytes(20 * 1024 * 1024), name="large.pdf")
    for _ in range(2):
        store(large, owner=seeker.user, use="document", content_type="application/pdf")
    response = seeker_client.get("/mypage/data/download/")
    tracemalloc.start()
    length = sum(len(piece) for piece in response)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert length > 40 * 1024 * 1024
    assert most < 4 * 1024 * 1024


def test_page_says_what_is_in_it(seeker_client):
    shown = seeker_client.get("/mypage/data/").content.decode()
    assert ["as one zip file" in shown, "your documents and other files" in shown] == [True, True]


def test_visitor_gets_no_data(client, db):
    assert client.get("/mypage/data/download/").status_code == 302
