"""The page of a member's documents: what is sent there, what it shows and refuses."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from support.documents import ahead
from support.documents.judging import LARGEST
from support.documents.keeping import MOST_VERSIONS
from support.models import Document
from tests.costs import counted
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    DocumentReviewFactory,
    FileFactory,
    JobSeekerFactory,
    WithdrawalRequestFactory,
    want_notices_only,
)
from tests.support.documents import made

PAGE = "/support/documents/"
pytestmark = pytest.mark.django_db


def send(client, content: bytes | None = None, name: str = "履歴書.pdf", **more):
    upload = SimpleUploadedFile(name, made.pdf() if content is None else content)
    return client.post(PAGE, {"kind": "resume", "file": upload, "note": "", **more})


def page(client) -> str:
    return client.get(PAGE).content.decode()


def test_member_who_has_none_is_told_what_they_are(seeker_client):
    shown = page(seeker_client)
    assert "It says who you are on two pages" in shown
    assert "up to 10 MB" in shown
    assert 'enctype="multipart/form-data"' in shown
    assert "Book a counseling" in shown
    chosen = seeker_client.get(f"{PAGE}?kind=work_history").context["form"]["kind"].value()
    assert chosen == "work_history"


def test_document_is_sent_and_its_review_asked_for(seeker_client, seeker, assignment, media):
    answer = send(seeker_client, note="志望動機を直しました。", ask_review="on")
    assert answer.url == f"{PAGE}#main"  # where it is said, and not at the form again
    document = seeker.documents.get()
    assert (document.version, document.pages, document.note) == (1, 1, "志望動機を直しました。")
    assert document.reviews.get().status == "submitted"
    shown = page(seeker_client)
    assert "Your document is kept, and your advisor is asked to look at it." in shown
    assert "志望動機を直しました。" in shown
    assert [path.name for path in media.rglob("*") if path.is_file()] == [document.file.stored.name.split("/")[1]]


def test_review_is_not_asked_for_unless_wanted(seeker_client, seeker):
    send(seeker_client)
    assert not seeker.documents.get().reviews.exists()
    assert said(seeker_client) == ["Your document is kept."]


def said(client) -> list[str]:
    """What the next page begins with."""
    return [str(it) for it in client.get(PAGE).context["messages"]]


def test_who_has_no_advisor_reads_that_it_waits_for_the_next(seeker_client, seeker):
    AssignmentFactory(seeker=seeker, ended_at=timezone.now())
    send(seeker_client, ask_review="on")
    assert said(seeker_client) == [
        "Your document is kept, and waits for your next advisor: you have none at the moment."
    ]
    other = DocumentFactory(seeker=seeker, kind="work_history")
    seeker_client.post(f"{PAGE}{other.pk}/ask/")
    assert said(seeker_client) == ["It waits for your next advisor: you have none at the moment."]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"content": b""}, "This file is empty."),
        ({"content": made.pdf() + bytes(LARGEST)}, "larger than 10 MB"),
        ({"content": made.docm()}, "There are macros in this file."),
        ({"content": made.EXE, "name": "resume.pdf.exe"}, "none of the kinds"),
        ({"kind": ""}, "Choose what it is."),
        ({"kind": "essay"}, "Choose what it is."),
        ({"note": "あ" * 501}, "at most 500"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_kept(seeker_client, seeker, media, sent, said):
    answer = send(seeker_client, **{"note": "メモです", "ask_review": "on", **sent})
    shown = answer.content.decode()
    assert said in shown
    assert sent.get("note", "メモです") in shown
    assert not seeker.documents.exists()
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_file_of_10_mb_is_taken(seeker_client, seeker, monkeypatch):
    monkeypatch.setattr("support.documents.forms.judged", lambda content, name: made.fit(str(len(content))))
    most = 10 * 1024 * 1024
    send(seeker_client, bytes(most))
    assert seeker.documents.get().file.stored.read() == str(most).encode()
    assert "larger than 10 MB" in send(seeker_client, bytes(most + 1)).content.decode()


def test_nothing_chosen_is_said(seeker_client):
    assert "Choose a file." in seeker_client.post(PAGE, {"kind": "resume"}).content.decode()


def test_file_is_asked_for_again_where_something_else_is_wrong(seeker_client):
    assert "The file has to be chosen once more." in send(seeker_client, kind="").content.decode()


def test_refusal_of_the_action_is_shown(seeker_client, seeker):
    DocumentFactory.create_batch(MOST_VERSIONS, seeker=seeker)
    assert "as many versions" in send(seeker_client).content.decode()


def test_last_versions_stand_beside_each_other_and_the_others_are_folded(seeker_client, seeker):
    DocumentFactory.create_batch(4, seeker=seeker)
    shown = page(seeker_client)
    newest, earlier = shown.split("<details>")
    assert [f"Version {n}<" in newest or f"Version {n} " in newest for n in (4, 3, 2, 1)] == [True, True, False, False]
    assert [f"Version {n}" in earlier for n in (4, 3, 2, 1)] == [False, False, True, True]


def test_what_the_advisor_said_stands_with_the_version(seeker_client, seeker):
    file = DocumentFactory(seeker=seeker).file
    Document.objects.all()._raw_delete("default")
    review = DocumentReviewFactory(
        document__seeker=seeker, status="returned", comment="志望動機がとてもよいです。", marked_up=file
    )
    shown = page(seeker_client)
    assert "志望動機がとてもよいです。" in shown
    assert f"/support/documents/reviews/{review.pk}/file/" in shown


def test_buttons_ask_take_back_and_delete(seeker_client, seeker):
    document = DocumentFactory(seeker=seeker)
    seeker_client.post(f"{PAGE}{document.pk}/ask/")
    review = document.reviews.get()
    again = seeker_client.post(f"{PAGE}{document.pk}/ask/", follow=True)
    refused = [(it.level_tag, str(it)) for it in again.context["messages"]][-1]
    assert refused == ("warning", "You have asked for a review of this version already.")
    seeker_client.post(f"{PAGE}reviews/{review.pk}/take-back/")
    review.refresh_from_db()
    assert review.status == "taken_back"
    assert said(seeker_client)[-1] == "You have taken the request back."
    assert "cannot be undone" in seeker_client.get(f"{PAGE}{document.pk}/delete/").content.decode()
    assert Document.objects.exists()
    seeker_client.post(f"{PAGE}{document.pk}/delete/")
    assert not Document.objects.exists()
    assert said(seeker_client) == ["The version is deleted."]


def test_who_deletes_a_version_reads_what_goes_with_it(seeker_client, seeker):
    document = DocumentFactory(seeker=seeker)
    words = "what your advisor has said of it"
    page_of_it = f"{PAGE}{document.pk}/delete/"
    assert words not in seeker_client.get(page_of_it).content.decode()
    DocumentReviewFactory(document=document)
    assert words in seeker_client.get(page_of_it).content.decode()


def test_addresses_of_buttons_do_nothing_when_opened(seeker_client, seeker):
    review = DocumentReviewFactory(document__seeker=seeker)
    for address in (f"{PAGE}{review.document_id}/ask/", f"{PAGE}reviews/{review.pk}/take-back/"):
        assert seeker_client.get(address).url == PAGE
    review.refresh_from_db()
    assert review.status == "submitted"


@pytest.mark.parametrize("leaves", [False, True])
def test_mail_of_a_review_is_promised_to_who_gets_it(seeker_client, seeker, leaves):
    DocumentReviewFactory(document__seeker=seeker)
    if leaves:
        WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    assert ("You get a mail when it is back" in seeker_client.get(PAGE).content.decode()) != leaves


def test_member_who_leaves_is_shown_what_is_there_and_no_form(seeker_client, seeker):
    DocumentFactory(seeker=seeker)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    shown = page(seeker_client)
    assert "Your withdrawal is under way" in shown
    assert ["multipart" in shown, "Ask for a review" in shown, "Delete this version" in shown] == [False, False, True]
    send(seeker_client)
    assert seeker.documents.count() == 1


def test_advisor_who_is_a_member_too_finds_no_document_of_a_seeker_here(assignment, advisor_client):
    DocumentFactory(seeker=assignment.seeker, note="担当の人のメモ")
    JobSeekerFactory(user=assignment.advisor.user)
    shown = page(advisor_client)
    assert ["multipart" in shown, "担当の人のメモ" in shown] == [True, False]


def test_who_wants_notices_only_may_ask(seeker_client, seeker, assignment):
    want_notices_only(seeker)
    send(seeker_client, ask_review="on")
    assert seeker.documents.get().reviews.submitted().exists()


# What it costs, and my page


@pytest.mark.parametrize("rows", [1, 25])
def test_page_costs_as_much_for_many_as_for_one(seeker_client, seeker, assignment, rows):
    for kind in Document.Kind:
        for document in DocumentFactory.create_batch(rows, seeker=seeker, kind=kind):
            marked_up = FileFactory(owner=seeker.user, use="reviewed")
            DocumentReviewFactory(document=document, status="returned", marked_up=marked_up)
            DocumentReviewFactory(document=document)
    with counted() as sent:
        seeker_client.get(PAGE)
    assert len(sent) == 2 + 4


def test_my_page_tells_what_is_waited_for(seeker_client, seeker):
    asked = timezone.now() - timedelta(days=3)
    review = DocumentReviewFactory(document__seeker=seeker, submitted_at=asked)
    DocumentReviewFactory(document__kind="work_history")  # somebody else's
    with counted() as sent:
        entries = ahead.entries(seeker, now=timezone.now())
    assert ([(it.since, it.page) for it in entries], len(sent)) == ([(asked, PAGE)], 1)
    assert "Review: Résumé, version 1" in seeker_client.get("/mypage/").content.decode()
    review.take_back(at=timezone.now())
    assert "Review: Résumé, version 1" not in seeker_client.get("/mypage/").content.decode()
