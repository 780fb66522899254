"""A member's documents: versions, and reviews of them, for the member and the advisor of now."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.files.showing import hand_out
from accounts.looks.models import Look
from accounts.models import SUPPORT_DESK, File, FileRemoval
from config.steps import InvalidTransition
from support.documents import ahead, keeping, reviewing
from support.documents.judging import LARGEST, Fit
from support.documents.keeping import MOST_VERSIONS
from support.documents.refusals import Leaving, NoDocument, ReviewAskedFor, TooManyVersions
from support.models import Document, DocumentReview
from tests.conftest import signed_in
from tests.costs import counted
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    DocumentReviewFactory,
    WithdrawalRequestFactory,
    join,
    want_notices_only,
)
from tests.support.documents import made
from tests.twins import at_once

PAGE = "/support/documents/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def fit(text: str = "a") -> Fit:
    return Fit(text.encode(), "application/pdf", "履歴書.pdf", pages=1)


def send(client, content: bytes | None = None, name: str = "履歴書.pdf", **more):
    upload = SimpleUploadedFile(name, made.pdf() if content is None else content)
    return client.post(PAGE, {"kind": "resume", "file": upload, "note": "", **more})


def page(client) -> str:
    return client.get(PAGE).content.decode()


# The rows


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"kind": "essay"}, "document_kind_known"),
        ({"version": 0}, "document_versions_from_one"),
    ],
)
def test_document_that_says_something_else_is_refused(seeker, wrong, constraint):
    DocumentFactory(seeker=seeker)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Document.objects.update(**wrong)


def test_version_is_there_once(seeker):
    """`document_version_once`"""
    DocumentFactory(seeker=seeker, version=1)
    DocumentFactory(seeker=seeker, version=1, kind="work_history")
    DocumentFactory(version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(seeker=seeker, version=1)


def test_review_of_a_version_is_asked_for_once(seeker):
    """`documentreview_one_submitted`"""
    review = DocumentReviewFactory(document__seeker=seeker, status="returned")
    DocumentReviewFactory(document=review.document)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentReviewFactory(document=review.document)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"status": "returned"}, "documentreview_ended_at_iff_ended"),
        ({"ended_at": timezone.now()}, "documentreview_ended_at_iff_ended"),
        ({"comment": "はい"}, "documentreview_says_something_only_when_returned"),
    ],
)
def test_review_that_contradicts_itself_is_refused(seeker, wrong, constraint):
    DocumentReviewFactory(document__seeker=seeker)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        DocumentReview.objects.update(**wrong)


@pytest.mark.parametrize("before", DocumentReview.Status)
@pytest.mark.parametrize("after", DocumentReview.Status)
def test_review_goes_from_submitted_and_nowhere_else(seeker, advisor, now, before, after):
    review = DocumentReviewFactory(document__seeker=seeker, status=before)
    move = {
        "returned": partial(review.give_back, at=now, by=advisor.user, comment="", marked_up=None),
        "taken_back": partial(review.take_back, at=now),
    }.get(after)
    if move is None:
        assert after not in {to for following in DocumentReview.NEXT.values() for to in following}
    elif after in DocumentReview.NEXT[before]:
        move()
        review.refresh_from_db()
        assert (review.status, review.ended_at) == (after, now)
    else:
        with pytest.raises(InvalidTransition):
            move()


# Keeping


def test_each_kind_has_versions_of_its_own(seeker, now):
    kept = [keeping.keep_version(seeker, kind, fit(f"{kind}{n}"), now=now) for n in (1, 2) for kind in Document.Kind]
    assert [(it.kind, it.version) for it in kept] == [
        ("resume", 1), ("work_history", 1), ("resume", 2), ("work_history", 2),
    ]  # fmt: skip
    keeping.delete_version(kept[0].pk, seeker)  # its number is not given again
    later = keeping.keep_version(seeker, "resume", fit("later"), now=now + timedelta(hours=1))
    assert (later.made_at, later.version) == (now + timedelta(hours=1), 3)
    file = kept[0].file
    assert (file.use, file.owner, file.content_type) == (File.Use.DOCUMENT, seeker.user, "application/pdf")


def test_same_content_again_is_the_same_version(seeker, now):
    first = keeping.keep_version(seeker, "resume", fit(), now=now)
    again = keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    once_more = keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    assert first == again == once_more
    assert (File.objects.count(), first.reviews.count()) == (1, 1)
    first.reviews.get().take_back(at=now)
    keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    assert [review.status for review in first.reviews.order_by("pk")] == ["taken_back", "submitted"]


def test_versions_have_an_end(seeker, now):
    DocumentFactory.create_batch(MOST_VERSIONS, seeker=seeker)
    with pytest.raises(TooManyVersions):
        keeping.keep_version(seeker, "resume", fit(), now=now)
    assert keeping.keep_version(seeker, "work_history", fit(), now=now).version == 1


def test_who_leaves_keeps_nothing_new_and_may_delete(seeker, now):
    review = DocumentReviewFactory(document__seeker=seeker)
    other = DocumentFactory(seeker=seeker)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    for act in (
        partial(keeping.keep_version, seeker, "resume", fit(), now=now),
        partial(keeping.ask_for_review, other.pk, seeker, now=now),
    ):
        with pytest.raises(Leaving):
            act()
    keeping.take_back(review.pk, seeker, now=now)
    keeping.delete_version(review.document_id, seeker)
    assert list(seeker.documents.all()) == [other]


def test_review_is_asked_for_of_a_version_that_is_kept_and_again_after_it_is_back(seeker, now):
    document = DocumentFactory(seeker=seeker)
    review = keeping.ask_for_review(document.pk, seeker, now=now)
    with pytest.raises(ReviewAskedFor):
        keeping.ask_for_review(document.pk, seeker, now=now)
    assert keeping.take_back(review.pk, seeker, now=now) == keeping.take_back(review.pk, seeker, now=now)
    later = keeping.ask_for_review(document.pk, seeker, now=now + timedelta(hours=1))
    assert (later != review, later.submitted_at) == (True, now + timedelta(hours=1))


def test_review_that_is_back_is_not_taken_back(seeker, now):
    review = DocumentReviewFactory(document__seeker=seeker, status="returned")
    with pytest.raises(InvalidTransition):
        keeping.take_back(review.pk, seeker, now=now)


def test_what_is_somebody_elses_is_not_there(seeker, other_seeker, now):
    review = DocumentReviewFactory(document__seeker=other_seeker)
    for act in (
        partial(keeping.ask_for_review, review.document_id, seeker),
        partial(keeping.take_back, review.pk, seeker),
        partial(keeping.delete_version, review.document_id, seeker),
    ):
        with pytest.raises(NoDocument):
            act()


def test_version_goes_with_its_reviews_and_all_files(seeker, media, now):
    marked_up = DocumentFactory(seeker=seeker).file
    Document.objects.all().delete()
    review = DocumentReviewFactory(document__seeker=seeker, status="returned", marked_up=marked_up)
    keeping.delete_version(review.document_id, seeker)
    assert (Document.objects.count(), DocumentReview.objects.count(), File.objects.count()) == (0, 0, 0)
    assert FileRemoval.objects.count() == 2
    with pytest.raises(NoDocument):
        keeping.delete_version(review.document_id, seeker)


@pytest.mark.django_db(transaction=True)
def test_versions_sent_at_once_have_numbers_of_their_own(seeker):
    works = [partial(keeping.keep_version, seeker, "resume", fit(str(n)), ask_review=True) for n in range(6)]
    at_once(*works)
    assert sorted(seeker.documents.values_list("version", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_button_pressed_twice_at_once_asks_once(seeker):
    document = DocumentFactory(seeker=seeker)
    press = partial(keeping.ask_for_review, document.pk, seeker)
    found = at_once(*[press] * 4, refusals=(ReviewAskedFor,))
    assert (found.count(ReviewAskedFor), document.reviews.count()) == (3, 1)


@pytest.mark.django_db(transaction=True)
def test_seeker_takes_back_as_the_advisor_returns(seeker, advisor):
    AssignmentFactory(seeker=seeker, advisor=advisor)
    review = DocumentReviewFactory(document__seeker=seeker)
    give = partial(reviewing.return_review, review.pk, by=advisor.user, comment="はい")
    found = at_once(give, partial(keeping.take_back, review.pk, seeker), refusals=(InvalidTransition,))
    review.refresh_from_db()
    assert found.count(InvalidTransition) == 1
    assert (review.status, review.comment) in [("returned", "はい"), ("taken_back", "")]


# The page


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
    monkeypatch.setattr("support.documents.forms.judged", lambda content, name: fit(str(len(content))))
    send(seeker_client, bytes(LARGEST))
    assert seeker.documents.get().file.stored.read() == str(LARGEST).encode()
    assert "larger than 10 MB" in send(seeker_client, bytes(LARGEST + 1)).content.decode()


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
    assert "cannot be undone" in seeker_client.get(f"{PAGE}{document.pk}/delete/").content.decode()
    assert Document.objects.exists()
    seeker_client.post(f"{PAGE}{document.pk}/delete/")
    assert not Document.objects.exists()


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


def test_member_who_leaves_is_shown_what_is_there_and_no_form(seeker_client, seeker):
    DocumentFactory(seeker=seeker)
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    shown = page(seeker_client)
    assert "Your withdrawal is under way" in shown
    assert ["multipart" in shown, "Ask for a review" in shown, "Delete this version" in shown] == [False, False, True]
    send(seeker_client)
    assert seeker.documents.count() == 1


def test_who_wants_notices_only_may_ask(seeker_client, seeker, assignment):
    want_notices_only(seeker)
    send(seeker_client, ask_review="on")
    assert seeker.documents.get().reviews.submitted().exists()


# The file


def addresses(review: DocumentReview) -> list[str]:
    return [f"{PAGE}{review.document_id}/file/", f"{PAGE}reviews/{review.pk}/file/"]


@pytest.fixture
def returned(seeker):
    marked_up = DocumentFactory(seeker=seeker, kind="work_history").file
    Document.objects.all()._raw_delete("default")
    return DocumentReviewFactory(document__seeker=seeker, status="returned", marked_up=marked_up)


@pytest.mark.parametrize("who", ["seeker", "advisor"])
def test_file_is_given_to_the_seeker_and_the_advisor_to_keep_and_not_to_be_shown(who, returned, seeker, assignment):
    client = signed_in(seeker.user if who == "seeker" else assignment.advisor.user)
    for address in addresses(returned):
        answer = client.get(address)
        assert b"".join(answer) == b"content"
        assert answer["Content-Disposition"] == ("attachment; filename*=utf-8''%E5%B1%A5%E6%AD%B4%E6%9B%B8.pdf")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("who", ["other_seeker", "other_advisor", "former_advisor", "desk", "administrator"])
def test_file_is_not_there_for_anybody_else(
    who, request, returned, seeker, assignment, other_seeker, other_advisor, desk, administrator, now
):
    AssignmentFactory(seeker=other_seeker, advisor=other_advisor)
    former = assignment.advisor.user
    if who == "former_advisor":
        assert signed_in(former).get(addresses(returned)[0]).status_code == 200
        assignment.end(at=now)
    people = {"other_seeker": other_seeker.user, "other_advisor": other_advisor.user, "former_advisor": former}
    client = signed_in(people.get(who) or request.getfixturevalue(who))
    assert [client.get(address).status_code for address in addresses(returned)] == [404, 404]
    document, review = f"{PAGE}{returned.document_id}", f"{PAGE}reviews/{returned.pk}"
    posts = [f"{document}/ask/", f"{document}/delete/", f"{review}/take-back/"]
    for address in posts if who == "other_seeker" else []:
        assert client.post(address).status_code == 404


def test_file_says_itself_that_nothing_is_to_be_guessed(returned):
    """The middleware says so too, where it is."""
    assert hand_out(returned.marked_up)["X-Content-Type-Options"] == "nosniff"


def test_visitor_is_asked_to_sign_in(client, returned):
    assert [client.get(address).status_code for address in addresses(returned)] == [302, 302]


def test_staff_show_the_second_factor_here_too(returned, assignment, settings):
    settings.STAFF_SECOND_FACTOR = True
    for address in addresses(returned):
        answer = signed_in(assignment.advisor.user).get(address)
        assert answer.url.startswith(reverse("admin:login"))


def test_file_that_is_lost_is_not_found_and_nobody_has_looked_at_it(seeker_client, returned, assignment, media):
    for path in media.rglob("*"):
        if path.is_file():
            path.unlink()
    for client in (seeker_client, signed_in(assignment.advisor.user)):
        assert [client.get(address).status_code for address in addresses(returned)] == [404, 404]
    assert not Look.objects.exists()


def test_who_looks_as_their_advisor_did_so_though_they_are_at_the_desk_too(returned, assignment):
    join(assignment.advisor.user, SUPPORT_DESK)
    signed_in(assignment.advisor.user).get(addresses(returned)[0])
    assert Look.objects.get().role == "advisor"


def test_review_without_a_marked_up_file_has_none(seeker_client, seeker):
    review = DocumentReviewFactory(document__seeker=seeker, status="returned")
    assert seeker_client.get(addresses(review)[1]).status_code == 404


# What it costs, and my page


@pytest.mark.parametrize("rows", [1, 25])
def test_page_costs_as_much_for_many_as_for_one(seeker_client, seeker, assignment, rows):
    for kind in Document.Kind:
        for document in DocumentFactory.create_batch(rows, seeker=seeker, kind=kind):
            DocumentReviewFactory(document=document, status="returned")
            DocumentReviewFactory(document=document)
    with counted() as sent:
        seeker_client.get(PAGE)
    assert len(sent) == 2 + 4


def test_my_page_tells_what_is_waited_for(seeker_client, seeker):
    asked = timezone.now() - timedelta(days=3)
    review = DocumentReviewFactory(document__seeker=seeker, submitted_at=asked)
    DocumentReviewFactory(document__kind="work_history")  # somebody else's
    assert [it.since for it in ahead.entries(seeker, now=timezone.now())] == [asked]
    assert "Review: Résumé, version 1" in seeker_client.get("/mypage/").content.decode()
    review.take_back(at=timezone.now())
    assert "Review: Résumé, version 1" not in seeker_client.get("/mypage/").content.decode()
