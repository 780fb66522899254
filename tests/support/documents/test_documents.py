"""A member's documents: versions, and reviews of them, for the member and the advisor of now."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.files.showing import hand_out
from accounts.looks.models import Look
from accounts.models import SUPPORT_DESK, File, FileRemoval, User
from config.steps import InvalidTransition
from support.documents import keeping, reviewing
from support.documents.judging import Fit
from support.documents.keeping import MOST_VERSIONS
from support.documents.refusals import Leaving, NoDocument, ReviewAskedFor, TooManyVersions
from support.models import Document, DocumentReview
from tests.conftest import signed_in
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    DocumentReviewFactory,
    WithdrawalRequestFactory,
    join,
)
from tests.support.documents.made import fit
from tests.twins import at_once, held_up

PAGE = "/support/documents/"
pytestmark = pytest.mark.django_db


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
    later = keeping.keep_version(seeker, "resume", fit("later"), ask_review=True, now=now + timedelta(hours=1))
    assert (later.made_at, later.version) == (now + timedelta(hours=1), 3)
    assert later.reviews.get().submitted_at == later.made_at
    file = kept[0].file
    assert (file.use, file.owner, file.content_type) == (File.Use.DOCUMENT, seeker.user, "application/pdf")


def test_version_is_kept_as_it_was_judged(seeker, now):
    kept = keeping.keep_version(seeker, "resume", Fit(b"x", "image/png", "写真.png", pages=3), now=now)
    assert (kept.pages, kept.file.name, kept.file.content_type) == (3, "写真.png", "image/png")


def test_same_content_again_is_the_same_version(seeker, now):
    first = keeping.keep_version(seeker, "resume", fit(), now=now)
    again = keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    once_more = keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    assert first == again == once_more
    assert (File.objects.count(), first.reviews.count()) == (1, 1)
    first.reviews.get().take_back(at=now)
    keeping.keep_version(seeker, "resume", fit(), ask_review=True, now=now)
    assert [review.status for review in first.reviews.order_by("pk")] == ["taken_back", "submitted"]


def test_former_content_is_a_version_again_once_there_was_another(seeker, now):
    for text in ("a", "b", "a"):
        keeping.keep_version(seeker, "resume", fit(text), now=now)
    assert [it.version for it in seeker.documents.all()] == [3, 2, 1]


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
    back = now + timedelta(minutes=1)
    assert keeping.take_back(review.pk, seeker, now=back) == keeping.take_back(review.pk, seeker, now=now)
    review.refresh_from_db()
    assert review.ended_at == back
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


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits")
@pytest.mark.django_db(transaction=True)
def test_version_deleted_as_its_review_comes_back_leaves_no_file(seeker, advisor):
    AssignmentFactory(seeker=seeker, advisor=advisor)
    review = DocumentReviewFactory(document__seeker=seeker)
    give = partial(reviewing.return_review, review.pk, by=advisor.user, marked_up=fit())
    held_up(partial(keeping.delete_version, review.document_id, seeker), by=give)
    assert (Document.objects.count(), File.objects.count()) == (0, 0)


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


def test_file_is_closed_to_an_administrator_whose_role_is_taken_away(returned, assignment, administrator_client):
    user = assignment.advisor.user
    user.groups.clear()
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    client = signed_in(user)
    assert [client.get(address).status_code for address in addresses(returned)] == [200, 200]
    kept = {"email": user.email, "language": user.language, "is_active": "on"}
    administrator_client.post(reverse("admin:accounts_user_change", args=[user.pk]), kept)
    assert [client.get(address).status_code for address in addresses(returned)] == [302, 302]
    again = signed_in(User.objects.get(pk=user.pk))
    assert [again.get(address).status_code for address in addresses(returned)] == [404, 404]


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
