"""A member sends a document and has it reviewed; the advisor looks at its pages, writes, and returns it marked up."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from support.models import DocumentReview
from tests.factories import DocumentFactory, DocumentReviewFactory
from tests.journeys.conftest import PHONE, in_english
from tests.support.documents import made

NO_SCRIPT = {**PHONE, "java_script_enabled": False}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def picks(person, label: str, content: bytes, name: str = "履歴書.pdf") -> None:
    """Choose a file of one's own device."""
    chosen = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    person.field(label).set_input_files(chosen)


@pytest.mark.parametrize(("language", "phone"), [("ja", PHONE), ("ja", NO_SCRIPT), in_english(PHONE)])
def test_document_goes_to_the_advisor_and_comes_back(arrive, assignment, language, phone):
    seeker = assignment.seeker
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, **phone)
    sends(member)
    member.opens("/mypage/")
    member.reads(member.says("Review: %(kind)s, version %(version)s") % {"kind": member.says("Résumé"), "version": 1})
    returns(arrive(user=assignment.advisor.user))
    assert member.newest_mail().subject == member.says("Your document has been reviewed")
    member.opens("/support/documents/")
    member.sees("Documents for applications")
    member.reads("とても読みやすいです。")
    with member.page.expect_download() as download:
        member.follows("Open the marked-up file")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    assert download.value.suggested_filename == "履歴書.pdf"


def sends(member) -> None:
    member.opens("/support/")
    member.follows("Send a document")
    member.sees("Documents for applications")
    member.ticks("Résumé")
    picks(member, "File", made.pdf(pages=2))
    member.enters({"Note": "志望動機を直しました。"})
    member.ticks("Ask my advisor to look at it")
    member.presses("Send")
    member.is_told("Your document is kept, and your advisor is asked to look at it.")
    member.sees("Documents for applications")


def returns(advisor) -> None:
    advisor.opens("/admin/")
    advisor.follows("Résumé, version 1")
    advisor.sees(f"Document review: {DocumentReview.objects.get().seeker.name} – Résumé, version 1")
    advisor.reads("志望動機を直しました。")
    for picture in advisor.page.get_by_role("img", name="Page").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("it => it.naturalWidth") > 600
    advisor.presses("Return the document")
    advisor.is_refused("Please write a comment, or add a marked-up file.")
    advisor.enters({"Comment": "とても読みやすいです。"})
    picks(advisor, "Marked-up file", made.pdf("Marked"))
    advisor.presses("Return the document")
    advisor.reads("The document is returned, and the seeker is told.")


def test_file_that_cannot_be_kept_is_refused_and_what_was_typed_stays(arrive, assignment):
    member = arrive(user=assignment.seeker.user, **PHONE)
    member.opens("/support/documents/")
    member.presses("Send")
    for sentence in ("Choose what it is.", "Choose a file."):
        expect(member.link(sentence)).to_be_visible()
    member.ticks("Work history")
    picks(member, "File", made.docm(), "職務経歴書.docx")
    member.enters({"Note": "はじめて書きました。"})
    member.ticks("Ask my advisor to look at it")
    member.presses("Send")
    member.reads("There are macros in this file. Save it as .docx or .xlsx without them, or as a PDF.")
    member.sees("Documents for applications")
    member.has_entered({"Note": "はじめて書きました。"})
    expect(member.field("Work history")).to_be_checked()
    expect(member.field("Ask my advisor to look at it")).to_be_checked()
    picks(member, "File", made.docx(), "職務経歴書.docx")
    member.presses_twice("Send")
    member.is_told("Your document is kept, and your advisor is asked to look at it.")
    assert [it.version for it in assignment.seeker.documents.all()] == [1]


def test_member_takes_a_request_back_in_one_browser_and_deletes_the_version_in_another(arrive, assignment):
    seeker = assignment.seeker
    DocumentReviewFactory(document=DocumentFactory(seeker=seeker))
    phone, desktop = arrive(user=seeker.user, **PHONE), arrive(user=seeker.user)
    for person in (phone, desktop):
        person.opens("/support/documents/")
    phone.presses("I need it no more")
    phone.is_told("You have taken the request back.")
    desktop.follows("Delete this version")
    desktop.sees("Delete a version")
    desktop.presses("Delete this version")
    desktop.is_told("The version is deleted.")
    assert not seeker.documents.exists()
