"""A virus scanner, where there is one: nobody is given what it has not looked at, and nothing waits for ever unseen."""

import socket
import struct
import threading
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import File, Message
from support.documents import scanning, waiting
from support.documents.judging import judged, judged_as
from support.documents.refusals import Infected
from support.documents.scanning import LONGEST_ANSWER, Found, NotScanned, scan
from support.documents.waiting import BATCH, ENOUGH, scan_waiting
from support.figures import oldest_unscanned_file
from support.models import Document, DocumentReview, SeminarMaterial
from support.tasks import scan_files
from tests.conftest import signed_in
from tests.downloads import downloaded
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    DocumentReviewFactory,
    FileFactory,
    ResumeFactory,
    SeminarFactory,
    SeminarMaterialFactory,
    SeminarSeatFactory,
)
from tests.support.documents import made
from tests.twins import at_once
from withdrawals.erasure.portability import everything_about

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PAGE = "/support/documents/"
pytestmark = pytest.mark.django_db


class Scanner(threading.Thread):
    """A double of clamd: it hears INSTREAM out, and finds what is called EICAR."""

    def __init__(self):
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = self.door.getsockname()[:2]
        self.answer, self.heard = None, []

    def run(self):
        while True:
            try:
                visitor, _ = self.door.accept()
            except OSError:
                return
            with visitor, visitor.makefile("rb") as said:
                command, content = said.read(10), b""
                while length := struct.unpack("!L", said.read(4))[0]:
                    content += said.read(length)
                self.heard.append((command, content))
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                visitor.sendall(found if self.answer is None else self.answer)


@pytest.fixture
def scanner(settings):
    scanner = Scanner()
    scanner.start()
    settings.CLAMAV_ADDRESS = scanner.address
    yield scanner
    scanner.door.close()


@pytest.fixture
def away(settings):
    """A scanner that is named and does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = door.getsockname()[:2]
    settings.CLAMAV_ADDRESS = address
    return address


def send(client, content: bytes | None = None):
    upload = SimpleUploadedFile("a.pdf", made.pdf() if content is None else content)
    return client.post(PAGE, {"kind": "resume", "file": upload})


def test_scanner_hears_all_of_it_and_says_yes_or_no(scanner):
    scan(bytes(200_000))
    assert scanner.heard == [(b"zINSTREAM\0", bytes(200_000))]
    with pytest.raises(Found):
        scan(b"..." + EICAR)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK, or not\0",
        b"nothing FOUND yet. ERROR\0",
        b"." * LONGEST_ANSWER + b" FOUND\0",
    ],
    ids=["silence", "error", "unsure", "not yet", "without end"],
)
def test_answer_that_says_neither_is_none(scanner, answer):
    scanner.answer = answer
    with pytest.raises(NotScanned):
        scan(b"a")


def test_scanner_that_falls_silent_is_waited_for_no_longer_than_that(settings, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as door:
        settings.CLAMAV_ADDRESS = door.getsockname()[:2]
        with pytest.raises(NotScanned):
            scan(b"a")


def test_scanner_that_is_away_gives_no_answer(away):
    with pytest.raises(NotScanned):
        scan(b"a")


def test_what_the_scanner_finds_is_refused_and_not_kept(scanner, seeker_client, seeker):
    scanner.answer = b"stream: Eicar-Test-Signature FOUND\0"
    assert "The virus scanner has found something" in send(seeker_client).content.decode()
    assert not seeker.documents.exists()
    with pytest.raises(Infected):
        judged(made.pdf(), "a.pdf")


@pytest.mark.parametrize(("state", "is_scanned"), [("scanner", True), ("away", False)])
def test_what_comes_by_line_says_whether_it_was_scanned(state, is_scanned, request):
    request.getfixturevalue(state)
    assert judged_as(made.pdf(), "a.pdf")[1:] == ("application/pdf", "a.pdf", is_scanned)


def test_what_was_scanned_is_given(scanner, seeker_client, seeker, now):
    send(seeker_client)
    document = seeker.documents.get()
    assert [content for _command, content in scanner.heard] == [document.file.stored.read()]  # and not what was sent
    assert document.file.scanned_at == now
    assert seeker_client.get(f"{PAGE}{document.pk}/file/").status_code == 200


def held_back(seeker) -> DocumentReview:
    reviewed = FileFactory(owner=seeker.user, use="reviewed")
    return DocumentReviewFactory(document__seeker=seeker, status="returned", marked_up=reviewed)


def test_what_was_not_scanned_is_given_to_nobody(away, seeker_client, seeker, assignment):
    send(seeker_client)
    review = held_back(seeker)
    document = seeker.documents.get(version=1)
    assert document.file.scanned_at is None
    for client in (seeker_client, signed_in(assignment.advisor.user)):
        for address in (f"{PAGE}{document.pk}/file/", f"{PAGE}reviews/{review.pk}/file/"):
            assert client.get(address).status_code == 404
    advisor = signed_in(assignment.advisor.user)
    assert advisor.get(f"/admin/support/documentreview/documents/{document.pk}/pages/1/").status_code == 404
    page = seeker_client.get(PAGE).content.decode()
    assert "being checked for viruses" in page
    assert "/file/" not in page
    page = advisor.get(f"/admin/support/documentreview/{review.pk}/change/").content.decode()
    assert "being checked for viruses" in page
    assert ["/file/" in page, "/pages/" in page] == [False, False]
    assert everything_about(seeker)["accounts.File"]
    assert downloaded(seeker_client).files == {}


@pytest.mark.parametrize(("state", "status"), [("scanner", 200), ("away", 404)])
def test_paper_that_is_sent_from_the_editor_is_scanned_as_an_upload_is(request, seeker_client, seeker, state, status):
    request.getfixturevalue(state)
    ResumeFactory(seeker=seeker)
    seeker_client.post("/support/resume/resume/send/")
    document = seeker.documents.select_related("file").get()
    assert (document.file.scanned_at is not None) == (status == 200)
    assert seeker_client.get(f"/support/documents/{document.pk}/file/").status_code == status


def test_material_of_a_seminar_waits_as_well(away, seeker_client, seeker, desk_client, now):
    seminar = SeminarFactory(starts_at=now - timedelta(hours=1))
    SeminarSeatFactory(seminar=seminar, seeker=seeker)
    material = SeminarMaterialFactory(seminar=seminar)
    address = f"/support/seminars/materials/{material.pk}/"
    pages = (
        (seeker_client, f"/support/seminars/{seminar.pk}/"),
        (desk_client, f"/admin/support/seminar/{seminar.pk}/change/"),
    )
    for client, page in pages:
        assert client.get(address).status_code == 404
        shown = client.get(page).content.decode()
        assert ["being checked for viruses" in shown, address in shown] == [True, False]
    File.objects.update(scanned_at=now)
    assert [client.get(address).status_code for client, _page in pages] == [200, 200]


def test_where_no_scanner_is_named_files_are_given(seeker_client, seeker, caplog):
    send(seeker_client)
    assert seeker_client.get(f"{PAGE}{seeker.documents.get().pk}/file/").status_code == 200
    scan_files()
    assert "file not scanned" not in caplog.text
    assert File.objects.unscanned().exists()


def test_photo_of_an_advisor_waits_for_no_scanner(away, seeker):
    assert not FileFactory(owner=seeker.user).is_held_back


# What waits


def test_sweep_takes_so_many_and_notes_when(scanner, seeker, now, monkeypatch):
    monkeypatch.setattr(waiting, "BATCH", 1)
    DocumentFactory.create_batch(2, seeker=seeker)
    for minutes in (1, 2):
        scan_waiting(now=now + timedelta(minutes=minutes))
    scanned = File.objects.order_by("scanned_at").values_list("scanned_at", flat=True)
    assert list(scanned) == [now + timedelta(minutes=1), now + timedelta(minutes=2)]


def test_sweep_scans_what_waits(scanner, seeker, now):
    review = held_back(seeker)
    FileFactory(owner=seeker.user)
    scan_files()
    assert {file.use for file in File.objects.filter(scanned_at=now)} == {"document", "reviewed"}
    assert len(scanner.heard) == 2
    scan_files()
    assert len(scanner.heard) == 2
    review.refresh_from_db()
    assert not review.marked_up.is_held_back


def test_document_in_which_something_is_found_goes_and_the_seeker_is_told(scanner, seeker, worker, now):
    DocumentFactory(seeker=seeker)
    DocumentFactory(seeker=seeker, file__content=EICAR, note="自分のメモ")
    scan_files()
    assert [document.version for document in seeker.documents.all()] == [1]
    assert File.objects.count() == 1
    worker()
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([seeker.user.email], "A document of yours had to be deleted")
    assert ["version 2 of your résumé" in told.body, "自分のメモ" in told.body] == [True, False]


def test_marked_up_file_in_which_something_is_found_goes_and_the_advisor_is_told(scanner, assignment, worker):
    seeker, advisor = assignment.seeker, assignment.advisor
    file = FileFactory(owner=seeker.user, use="reviewed", content=EICAR)
    said = {"status": "returned", "marked_up": file, "comment": "はい", "returned_by": advisor.user}
    review = DocumentReviewFactory(document__seeker=seeker, **said)
    scan_files()
    review.refresh_from_db()
    assert (review.status, review.marked_up, review.comment) == ("returned", None, "はい")
    worker()
    (told,) = mail.outbox
    assert told.to == [advisor.user.email]
    assert f"/admin/support/documentreview/{review.pk}/change/" in told.body


def test_former_advisor_is_not_told_of_a_seeker_who_has_gone(scanner, assignment, worker, now):
    file = FileFactory(owner=assignment.seeker.user, use="reviewed", content=EICAR)
    said = {"status": "returned", "marked_up": file, "returned_by": assignment.advisor.user}
    DocumentReviewFactory(document__seeker=assignment.seeker, **said)
    assignment.end(at=now)
    scan_files()
    worker()
    assert mail.outbox == []


def test_material_in_which_something_is_found_goes_and_the_desk_is_told(scanner, desk, advisor, administrator, worker):
    material = SeminarMaterialFactory(file__content=EICAR, seminar__title="IT業界研究")
    SeminarSeatFactory(seminar=material.seminar)
    scan_files()
    assert not SeminarMaterial.objects.exists()
    told = Message.objects.filter(kind="support/material_removed").values_list("recipient", flat=True)
    assert set(told) == {desk.pk, administrator.pk}
    worker()
    assert {told.to[0] for told in mail.outbox} == {desk.email, administrator.email}
    told = mail.outbox[0].body
    page = f"/admin/support/seminar/{material.seminar_id}/change/"
    assert ["資料.pdf" in told, "IT業界研究" in told, page in told] == [True] * 3
    scan_files()
    worker()
    assert len(mail.outbox) == 2


def test_who_has_left_the_desk_meanwhile_is_not_told(scanner, desk, worker):
    SeminarMaterialFactory(file__content=EICAR)
    scan_files()
    desk.groups.clear()
    worker()
    assert mail.outbox == []


def test_scanner_that_is_away_is_left_alone_until_the_next_sweep(away, seeker, now, monkeypatch):
    asked = []

    def no_answer(content):
        asked.append(content)
        raise NotScanned

    monkeypatch.setattr("support.documents.waiting.scan", no_answer)
    DocumentFactory.create_batch(ENOUGH * 2, seeker=seeker)
    scan_waiting(now=now)
    assert len(asked) == ENOUGH
    assert File.objects.unscanned().count() == ENOUGH * 2 < BATCH


def test_answer_between_two_silences_is_an_answer(away, seeker, now, monkeypatch):
    answers = iter([NotScanned, NotScanned, None] * ENOUGH)

    def every_third(content):
        if answer := next(answers):
            raise answer

    monkeypatch.setattr("support.documents.waiting.scan", every_third)
    DocumentFactory.create_batch(3 * ENOUGH, seeker=seeker)
    scan_waiting(now=now)
    assert File.objects.unscanned().count() == 2 * ENOUGH


def test_marked_up_file_of_an_advisor_who_has_gone_goes_all_the_same(scanner, seeker):
    file = FileFactory(owner=seeker.user, use="reviewed", content=EICAR)
    DocumentReviewFactory(document__seeker=seeker, status="returned", marked_up=file, comment="はい", returned_by=None)
    scan_files()
    assert not File.objects.filter(pk=file.pk).exists()


def test_file_that_the_scanner_does_not_take_holds_up_no_other(scanner, seeker, now, media):
    lost, other = DocumentFactory.create_batch(2, seeker=seeker)
    (media / lost.file.stored.name).unlink()
    scan_waiting(now=now)
    assert [it.file for it in Document.objects.filter(file__scanned_at=now)] == [other.file]


def test_files_that_the_scanner_does_not_take_hold_up_no_other_for_ever(scanner, seeker, now, media):
    *lost, other = DocumentFactory.create_batch(ENOUGH + 2, seeker=seeker)
    for document in lost:
        (media / document.file.stored.name).unlink()
    for _minute in range(60):
        scan_waiting(now=now)
    assert [it.file for it in Document.objects.filter(file__scanned_at=now)] == [other.file]


def test_file_that_waits_is_a_figure_after_an_hour(away, seeker, now, settings):
    DocumentFactory(seeker=seeker)
    File.objects.update(made_at=now)
    in_time, late = (oldest_unscanned_file(now=now + timedelta(minutes=minutes)) for minutes in (60, 61))
    assert [in_time.is_well, late.is_well] == [True, False]
    settings.CLAMAV_ADDRESS = None
    assert oldest_unscanned_file(now=now + timedelta(days=9)).is_well


def test_another_advisor_is_told_nothing(scanner, seeker, other_advisor, worker, now):
    AssignmentFactory(advisor=other_advisor)
    DocumentFactory(seeker=seeker, file__content=EICAR)
    scan_files()
    worker()
    assert [told.to for told in mail.outbox] == [[seeker.user.email]]


def test_log_says_what_was_found_and_what_was_not_scanned_and_names_nothing(scanner, seeker, now, caplog):
    found, unsure = DocumentFactory(seeker=seeker, file__content=EICAR), DocumentFactory(seeker=seeker)
    file = found.file
    scan_waiting(now=now)
    scanner.answer = b""
    File.objects.update(scanned_at=None)
    scan_waiting(now=now)
    said = [(it.message, it.id) for it in caplog.records if it.name == waiting.__name__]
    assert said == [("file with a virus", file.pk), ("file not scanned: NotScanned", unsure.file.pk)]


@pytest.mark.django_db(transaction=True)
def test_sweeps_beside_each_other_find_a_virus_once(scanner, seeker, now):
    DocumentFactory(seeker=seeker, file__content=EICAR)
    FileFactory(owner=seeker.user, use="conversation", content=EICAR)
    at_once(*[partial(scan_waiting, now=now)] * 4)
    assert (Document.objects.count(), File.objects.count()) == (0, 0)
    kinds = Message.objects.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["advisors/file_refused", "support/file_removed"]
