"""What the advisor is shown of a résumé: the version that was sent, and never the draft."""

from datetime import timedelta
from functools import partial

import pypdfium2
import pytest

from accounts.files.bounded.running import NoAnswer
from support.models import Document, DocumentReview
from support.resume import printing
from support.resume.sending import send_for_review
from tests import factories
from tests.twins import at_once

pytestmark = pytest.mark.django_db
SEND = "/support/resume/resume/send/"


@pytest.fixture
def resume(seeker):
    return factories.ResumeFactory(seeker=seeker, motivation="送った動機")


def test_button_keeps_the_next_version_and_asks_for_its_review(seeker_client, seeker, assignment, resume):
    assert f'action="{SEND}"' in seeker_client.get("/support/resume/").content.decode()
    assert seeker_client.post(SEND)["Location"] == "/support/documents/"
    assert seeker_client.post("/support/resume/work-history/send/")["Location"] == "/support/documents/"
    kept = [(it.kind, it.version, it.pages, it.reviews.get().status) for it in seeker.documents.all()]
    assert kept == [("resume", 1, 2, "submitted"), ("work_history", 1, 1, "submitted")]
    file = seeker.documents.get(kind="resume").file
    assert (file.use, file.content_type, file.owner) == ("document", "application/pdf", seeker.user)
    names = [it.file.name for it in seeker.documents.all()]
    assert names == ["履歴書_20261120.pdf", "職務経歴書_20261120.pdf"]  # and nobody's name


@pytest.mark.parametrize("has_advisor", [True, False])
def test_member_reads_who_looks_at_it_or_that_it_waits_for_the_next(seeker_client, seeker, resume, has_advisor):
    if has_advisor:
        factories.AssignmentFactory(seeker=seeker)
    page = seeker_client.post(SEND, follow=True).content.decode()
    assert "It is kept as a version of its own" in page
    told = [it in page for it in ("your advisor is asked to look at it.", "waits for your next advisor")]
    assert told == [has_advisor, not has_advisor]


def test_same_resume_is_the_same_file_later(seeker, resume, now):
    for days in (0, 0, 1):
        send_for_review(seeker, "work-history", now=now + timedelta(days=days))
    type(resume).objects.update(dated_on=now.date())
    send_for_review(seeker, "resume", now=now)
    send_for_review(seeker, "resume", now=now + timedelta(minutes=5))
    assert [it.version for it in seeker.documents.filter(kind="resume")] == [1]


def test_advisor_reads_what_was_sent_and_not_what_was_written_later(
    seeker_client, seeker, assignment, advisor_client, resume
):
    seeker_client.post(SEND)
    type(resume).objects.update(motivation="あとで書いた動機")
    address = f"/support/documents/{seeker.documents.get().pk}/file/"
    pdf = pypdfium2.PdfDocument(b"".join(advisor_client.get(address).streaming_content))
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert ("送った動機" in words, "あとで" in words) == (True, False)


def test_button_pressed_twice_keeps_one_version(seeker_client, seeker, resume):
    for _ in range(2):
        seeker_client.post(SEND)
    assert (Document.objects.count(), DocumentReview.objects.count()) == (1, 1)


def test_what_has_changed_is_the_next_version(seeker_client, seeker, resume):
    seeker_client.post(SEND)
    seeker_client.post("/support/resume/wishes/", {"wishes": "貴社の規定に従います。", "initial-wishes": ""})
    seeker_client.post(SEND)
    assert [document.version for document in seeker.documents.all()] == [2, 1]


def test_nothing_written_is_nothing_to_send(seeker_client):
    factories.ResumeFactory()  # somebody else's
    page = seeker_client.post(SEND, follow=True).content.decode()
    assert "There is nothing to send yet." in page
    assert not Document.objects.exists()


def test_who_is_leaving_sends_nothing(seeker_client, seeker, resume):
    factories.WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    page = seeker_client.get("/support/resume/").content.decode()
    assert (f'action="{SEND}"' in page, "nothing is sent for review" in page) == (False, True)
    assert seeker_client.post(SEND)["Location"] == "/support/resume/"
    assert not Document.objects.exists()


def no_answer(*asked, bounds):
    raise NoAnswer


def test_press_that_fails_keeps_nothing_and_says_so(seeker_client, resume, monkeypatch):
    monkeypatch.setattr(printing, "run", no_answer)
    page = seeker_client.post(SEND, follow=True).content.decode()
    assert "What you wrote is saved." in page
    assert not Document.objects.exists()


def test_paper_that_is_none_is_not_sent(seeker_client, resume):
    assert seeker_client.post("/support/resume/letter/send/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_sent_many_times_at_once_it_is_kept_once(now):
    seeker = factories.ResumeFactory().seeker
    at_once(*[partial(send_for_review, seeker, "resume", now=now)] * 4)
    assert (Document.objects.count(), DocumentReview.objects.count()) == (1, 1)
