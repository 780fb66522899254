"""An advisor looks at what their seekers ask them to, and returns it; nobody else learns what is in it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import ADVISORS, SUPPORT_DESK, File
from config.admin.lines import SHOWN
from config.steps import InvalidTransition
from support.documents.admin.reviews import own_comments
from support.documents.judging import Fit, judged
from support.documents.keeping import keep_version, take_back
from support.documents.refusals import NoDocument, NothingToReturn, NotTheirReviewer, SeekerLeaves
from support.documents.reviewing import return_review
from support.models import Document, DocumentReview
from tests.conftest import signed_in
from tests.costs import counted
from tests.factories import (
    AssignmentFactory,
    DocumentFactory,
    DocumentReviewFactory,
    WithdrawalRequestFactory,
    join,
)
from tests.reading import unmarked
from tests.support.documents import made

LIST = "/admin/support/documentreview/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def review(assignment, seeker, now):
    """Of a PDF of two pages, as it was sent."""
    document = keep_version(
        seeker, "resume", judged(made.pdf(pages=2), "履歴書.pdf"), note="見てください。", ask_review=True, now=now
    )
    return document.reviews.get()


def page_of(review: DocumentReview) -> str:
    return f"{LIST}{review.pk}/change/"


def shown(client, address: str) -> str:
    return client.get(address).content.decode()


def give_back(client, review: DocumentReview, *, comment: str = "", content: bytes = b"", name: str = "直し.pdf"):
    sent = {"move": "return", "return-comment": comment}
    if content:
        sent["return-marked_up"] = SimpleUploadedFile(name, content)
    return client.post(page_of(review), sent)


# The action


def test_review_is_returned_with_words_and_a_file(review, advisor, seeker, now):
    marked_up, later = Fit(b"x", "application/pdf", "a.pdf"), now + timedelta(hours=1)
    returned = return_review(review.pk, by=advisor.user, comment=" よいです。 ", marked_up=marked_up, now=later)
    assert (returned.status, returned.comment, returned.ended_at) == ("returned", "よいです。", later)
    assert (returned.returned_by, returned.marked_up.use) == (advisor.user, File.Use.REVIEWED)
    assert returned.marked_up.owner == seeker.user


def test_marked_up_file_is_enough(review, advisor):
    returned = return_review(review.pk, by=advisor.user, marked_up=Fit(b"x", "application/pdf", "a.pdf"))
    assert (returned.status, returned.comment) == ("returned", "")


def test_nothing_is_not_returned(review, advisor):
    with pytest.raises(NothingToReturn):
        return_review(review.pk, by=advisor.user, comment="  ")


def test_only_the_advisor_of_now_returns(review, advisor, other_advisor, administrator, desk, assignment, now):
    for other in (other_advisor.user, administrator, desk):
        with pytest.raises(NotTheirReviewer):
            return_review(review.pk, by=other, comment="はい")
    assignment.end(at=now)
    with pytest.raises(NotTheirReviewer):
        return_review(review.pk, by=advisor.user, comment="はい")


def test_nothing_is_returned_to_who_leaves(review, advisor, seeker):
    WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    with pytest.raises(SeekerLeaves):
        return_review(review.pk, by=advisor.user, comment="はい")


def test_what_was_taken_back_or_is_gone_is_not_returned(review, advisor, seeker, now):
    take_back(review.pk, seeker, now=now)
    with pytest.raises(InvalidTransition):
        return_review(review.pk, by=advisor.user, comment="はい")
    review.document.delete()
    with pytest.raises(NoDocument):
        return_review(review.pk, by=advisor.user, comment="はい")
    assert not File.objects.filter(use=File.Use.REVIEWED).exists()


def test_seeker_is_mailed_that_it_is_there_and_nothing_of_it(review, advisor, worker, now):
    return_review(review.pk, by=advisor.user, comment="志望動機を直しましょう。", now=now)
    worker()
    (told,) = mail.outbox
    assert (told.to, told.subject) == ([review.seeker.user.email], "Your document has been reviewed")
    assert "/support/documents/" in told.body
    assert [hidden in told.body for hidden in ("志望動機", "履歴書.pdf", advisor.name)] == [False] * 3


def test_mail_about_what_was_deleted_meanwhile_is_not_sent(review, advisor, worker, now):
    return_review(review.pk, by=advisor.user, comment="はい", now=now)
    review.document.delete()
    worker()
    assert mail.outbox == []


# The advisor's pages


def test_what_waits_stands_on_the_first_page_the_oldest_first(review, advisor_client, seeker, now):
    older = DocumentReviewFactory(document__seeker=seeker, document__kind="work_history")
    DocumentReviewFactory(document__seeker=AssignmentFactory().seeker)
    first = shown(advisor_client, "/admin/")
    places = [first.index(page_of(it)) for it in (older, review)]
    assert places == sorted(places)
    assert first.count(seeker.member_number) == 2


def test_longest_waiting_is_there_however_many_wait(seeker, assignment, advisor_client, now):
    """Of each topic so many are read at most."""
    reviews = DocumentReviewFactory.create_batch(SHOWN + 1, document__seeker=seeker, submitted_at=now)
    longest = DocumentReviewFactory(document__seeker=seeker, submitted_at=now - timedelta(hours=1))
    first = shown(advisor_client, "/admin/")
    assert [page_of(it) in first for it in (longest, reviews[-1])] == [True, False]


def test_what_waits_is_gone_from_there_once_somebody_leaves_or_it_is_back(review, advisor, advisor_client, seeker):
    leaving = WithdrawalRequestFactory(status="scheduled", seeker=seeker)
    assert page_of(review) not in shown(advisor_client, "/admin/")
    page = shown(advisor_client, page_of(review))
    assert ["under way" in page, "return-comment" in page] == [True, False]
    leaving.delete()
    assert page_of(review) in shown(advisor_client, "/admin/")
    return_review(review.pk, by=advisor.user, comment="はい")
    assert page_of(review) not in shown(advisor_client, "/admin/")


def test_page_shows_the_pages_as_pictures_and_the_one_before(review, advisor_client, seeker, now):
    second = keep_version(seeker, "resume", judged(made.pdf("New"), "b.pdf"), ask_review=True, now=now)
    page = shown(advisor_client, page_of(second.reviews.get()))
    for document, number in ((second, 1), (review.document, 1), (review.document, 2)):
        assert f'src="{LIST}documents/{document.pk}/pages/{number}/"' in page
    assert ["見てください。" in page, "The one before: version 1" in page] == [True, True]
    assert f"/support/documents/{second.pk}/file/" in page
    keep_version(seeker, "resume", judged(made.pdf("Newer"), "c.pdf"), now=now)
    assert "The one before: version 1" in shown(advisor_client, page_of(second.reviews.get()))


def test_page_is_of_the_version_that_was_asked_about_and_of_its_kind(seeker, assignment, advisor_client):
    DocumentFactory(seeker=seeker, kind="resume")
    asked, _later = (DocumentFactory(seeker=seeker, kind="work_history", version=number) for number in (1, 2))
    page = advisor_client.get(page_of(DocumentReviewFactory(document=asked)))
    assert (page.context["document"], {it.kind for it in page.context["versions"]}) == (asked, {"work_history"})


def test_page_holds_the_versions_of_this_seeker_alone(review, advisor, advisor_client):
    other = DocumentFactory(seeker=AssignmentFactory(advisor=advisor).seeker, note="ほかの担当の人のメモ")
    assert "ほかの担当の人のメモ" in shown(advisor_client, page_of(DocumentReviewFactory(document=other)))
    page = shown(advisor_client, page_of(review))
    assert ["見てください。" in page, "ほかの担当の人のメモ" in page] == [True, False]


def test_page_of_a_document_is_a_picture(review, advisor_client):
    answer = advisor_client.get(f"{LIST}documents/{review.document_id}/pages/2/")
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
    assert "no-store" in answer["Cache-Control"]
    for number in (0, 3):
        assert advisor_client.get(f"{LIST}documents/{review.document_id}/pages/{number}/").status_code == 404


@pytest.mark.parametrize("content", [None, b"%PDF-1.7 broken"])
def test_page_of_a_file_that_is_lost_or_broken_is_not_found(review, advisor_client, media, content):
    for path in [it for it in media.rglob("*") if it.is_file()]:
        path.unlink() if content is None else path.write_bytes(content)
    assert advisor_client.get(f"{LIST}documents/{review.document_id}/pages/1/").status_code == 404


def test_page_is_for_who_may_see_reviews_at_all(review, advisor):
    client = signed_in(advisor.user)
    page = f"{LIST}documents/{review.document_id}/pages/1/"
    assert client.get(page).status_code == 200
    advisor.user.groups.clear()
    assert client.get(page).status_code == 404


def test_word_file_has_no_pictures(advisor_client, seeker, assignment):
    review = DocumentReviewFactory(document__seeker=seeker, document__pages=0)
    page = shown(advisor_client, page_of(review))
    assert ["/pages/" in page, "Word and Excel files are not shown here" in page] == [False, True]


def test_advisor_returns_it_with_a_button(review, advisor_client, seeker):
    answer = give_back(advisor_client, review, comment="とても読みやすいです。", content=made.pdf("Marked"))
    assert answer.url == page_of(review)
    review.refresh_from_db()
    assert (review.status, review.marked_up.name) == ("returned", "直し.pdf")
    page = shown(advisor_client, page_of(review))
    assert "The document is returned, and the seeker is told." in page
    assert ["とても読みやすいです。" in page, "return-comment" in page] == [True, False]
    again = give_back(advisor_client, review, comment="もう一度")
    assert "this review is “Returned” by now" in shown(advisor_client, again.url)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"content": made.docm()}, "There are macros in this file."),
        ({"content": made.EXE}, "none of the kinds"),
    ],
)
def test_marked_up_file_is_judged_alike_and_what_was_typed_stays(review, advisor_client, sent, said):
    page = give_back(advisor_client, review, comment="コメントです。", **sent).content.decode()
    assert [said in page, "コメントです。" in page] == [True, True]
    assert "Please write a comment" not in give_back(advisor_client, review, **sent).content.decode()
    assert not File.objects.filter(use=File.Use.REVIEWED).exists()


def test_comment_has_an_end_and_stays_in_the_form(review, advisor_client):
    page = give_back(advisor_client, review, comment="長" * 4001).content.decode()
    assert ["at most 4000" in page, "長" * 4001 in page] == [True, True]
    assert give_back(advisor_client, review, comment="長" * 4000).status_code == 302


def test_nothing_written_and_nothing_marked_up_is_said(review, advisor_client):
    assert "Please write a comment, or add a marked-up file." in give_back(advisor_client, review).content.decode()


def test_advisor_blacks_out_what_they_wrote_themselves(review, advisor, advisor_client):
    return_review(review.pk, by=advisor.user, comment="星野さんのように書きましょう。")
    page = f"{LIST}black-out/{review.pk}/"
    assert page in shown(advisor_client, page_of(review))
    advisor_client.post(page, {"passage": "星野さん"})
    review.refresh_from_db()
    assert review.comment == "■■■■のように書きましょう。"
    review.document.seeker.assignments.get().end(at=review.ended_at)
    assert not own_comments(advisor.user).exists()


# Who learns of it, and of what


def pages(review: DocumentReview) -> list[str]:
    return [page_of(review), f"{LIST}documents/{review.document_id}/pages/1/", f"{LIST}black-out/{review.pk}/"]


def test_another_and_a_former_advisor_find_nothing(review, advisor_client, other_advisor_client, assignment, now):
    assert [other_advisor_client.get(page).status_code for page in pages(review)] == [404] * 3
    assignment.end(at=now)
    assert [advisor_client.get(page).status_code for page in pages(review)] == [404] * 3
    assert page_of(review) not in shown(advisor_client, LIST)
    assert page_of(review) not in shown(advisor_client, "/admin/")
    assert give_back(advisor_client, review, comment="はい").status_code == 404


def test_next_advisor_finds_what_waits_and_what_was_said(review, advisor, assignment, other_advisor, now, seeker):
    return_review(review.pk, by=advisor.user, comment="前の担当の言葉", now=now)
    waiting = DocumentReviewFactory(document=review.document)
    assignment.end(at=now)
    AssignmentFactory(seeker=seeker, advisor=other_advisor)
    client = signed_in(other_advisor.user)
    assert page_of(waiting) in shown(client, "/admin/")
    page = shown(client, page_of(waiting))
    assert ["前の担当の言葉" in page, advisor.name in page, "Black out" in page] == [True, False, False]
    assert [client.get(page).status_code for page in pages(review)[1:]] == [200, 404]


@pytest.mark.parametrize(("who", "reads"), [("desk", False), ("administrator", True)])
def test_desk_sees_that_it_waits_an_administrator_what_was_said_and_neither_what_is_in_it(
    who, reads, review, advisor, request, now
):
    marked_up = Fit(b"x", "application/pdf", "直し.pdf")
    return_review(review.pk, by=advisor.user, comment="志望動機がよいです。", marked_up=marked_up, now=now)
    review = DocumentReviewFactory(document=review.document)
    DocumentReviewFactory(document__seeker=AssignmentFactory().seeker, status="returned", comment="ほかの人へ")
    other_kind = {"document__seeker": review.seeker, "document__kind": "work_history"}
    DocumentReviewFactory(**other_kind, status="returned", comment="職務経歴書へ")
    client = signed_in(request.getfixturevalue(who))
    assert page_of(review) in shown(client, LIST)
    page = shown(client, page_of(review))
    assert "only the job seeker and their advisor read" in page
    assert [it in page for it in ("志望動機がよいです。", "ほかの人へ", "職務経歴書へ")] == [reads, False, False]
    assert ["/file/" in page, "/pages/" in page, "black-out" in page, advisor.name in page] == [False] * 4
    assert ["見てください。" in page, "履歴書.pdf" in page, "return-comment" in page] == [False] * 3
    assert client.get(pages(review)[1]).status_code == 404
    answer = give_back(client, review, comment="はい")
    review.refresh_from_db()
    assert (answer.status_code in (302, 403), review.status) == (True, "submitted")


def test_what_was_said_is_read_from_the_newest_version_on_and_of_each_the_last_first(
    seeker, assignment, administrator_client, now
):
    said = {}
    for version in (1, 2):
        document = DocumentFactory(seeker=seeker, version=version)
        for hours in (1, 2):
            comment = f"第{version}版の{hours}回目"
            at = now + timedelta(hours=hours)
            said[comment] = DocumentReviewFactory(
                document=document, status="returned", comment=comment, submitted_at=at, ended_at=at
            )
    page = shown(administrator_client, page_of(said["第1版の1回目"]))
    order = ["第2版の2回目", "第2版の1回目", "第1版の2回目", "第1版の1回目"]
    assert sorted(said, key=page.index) == order
    listed = shown(administrator_client, LIST)
    assert listed.index(page_of(said["第1版の2回目"])) < listed.index(page_of(said["第1版の1回目"]))


def test_advisor_who_may_only_look_is_offered_no_button(review, advisor):
    assert "return-comment" in shown(signed_in(advisor.user), page_of(review))
    advisor.user.groups.clear()
    advisor.user.user_permissions.add(Permission.objects.get(codename="view_documentreview"))
    page = shown(signed_in(advisor.user), page_of(review))
    assert ["見てください。" in page, "return-comment" in page] == [True, False]


@pytest.mark.parametrize("as_what", [SUPPORT_DESK, "administrator"])
def test_former_advisor_at_the_desk_finds_nothing(as_what, review, assignment, now):
    user = assignment.advisor.user
    if as_what == SUPPORT_DESK:
        join(user, SUPPORT_DESK)
    else:
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
    other = DocumentReviewFactory(document__seeker=AssignmentFactory().seeker)
    client = signed_in(user)
    assert client.get(page_of(review)).status_code == 200
    for tie in (assignment, other.seeker.assignments.get()):  # that of another advisor hides nothing from this one
        tie.end(at=now)
    assert client.get(page_of(review)).status_code == 404
    listed = shown(client, LIST)
    assert [page_of(review) in listed, page_of(other) in listed] == [False, True]
    AssignmentFactory(seeker=review.seeker, advisor=assignment.advisor)
    assert client.get(page_of(review)).status_code == 200


def test_advisor_at_the_desk_reads_only_what_their_own_seekers_sent(review, advisor, now):
    join(advisor.user, SUPPORT_DESK)
    assert advisor.user.groups.filter(name=ADVISORS).exists()
    others = {"document__seeker": AssignmentFactory().seeker, "document__note": "ほかの人のメモ"}
    other = DocumentReviewFactory(**others, submitted_at=now)
    client = signed_in(advisor.user)
    assert "見てください。" in shown(client, page_of(review))
    page = shown(client, page_of(other))
    assert ["ほかの人のメモ" in page, "return-comment" in page] == [False, False]
    assert [shown(client, "/admin/").count(it) for it in map(page_of, (review, other))] == [1, 0]


def test_desk_is_told_what_has_waited_for_days(review, desk_client, assignment, clock, now):
    words = "Documents left waiting for more than five days"
    clock.shift(5 * 24 * 60 * 60)
    assert words not in shown(desk_client, "/admin/")
    clock.shift(1)
    assert words in shown(desk_client, "/admin/")
    join(assignment.advisor.user, SUPPORT_DESK)
    assert words not in shown(signed_in(assignment.advisor.user), "/admin/")  # it stands there as their own
    assignment.end(at=now)
    assert words not in shown(signed_in(assignment.advisor.user), "/admin/")


def test_list_is_searched_and_shows_those_of_one_status(review, seeker, advisor_client):
    returned = DocumentReviewFactory(document__seeker=seeker, document__kind="work_history", status="returned")
    assert 'name="q"' in shown(advisor_client, LIST)
    page = shown(advisor_client, f"{LIST}?status__exact=submitted")
    assert [page_of(it) in page for it in (review, returned)] == [True, False]


def test_page_says_whose_it_is_and_which(review, seeker, advisor_client):
    assert f"{seeker.name} – Résumé, version 1" in unmarked(shown(advisor_client, page_of(review)))


def test_nobody_adds_a_review_by_hand(administrator_client, advisor_client):
    for client in (administrator_client, advisor_client):
        assert client.get(f"{LIST}add/").status_code == 403


def test_review_is_searched_by_the_member(review, advisor_client, seeker):
    assert page_of(review) in shown(advisor_client, f"{LIST}?q={seeker.member_number}")
    assert page_of(review) not in shown(advisor_client, f"{LIST}?q=0000-0000-01")


# What it costs


@pytest.mark.parametrize("rows", [1, 20])
def test_pages_cost_as_much_for_many_as_for_one(advisor, advisor_client, assignment, seeker, rows):
    advisor_client.get("/admin/")
    for document in DocumentFactory.create_batch(rows, seeker=seeker):
        DocumentReviewFactory(document=document, status="returned", returned_by=advisor.user)
    waiting = [DocumentReviewFactory(document=document) for document in Document.objects.all()]
    costs = []
    for page in (page_of(waiting[-1]), LIST):
        with counted() as sent:
            assert advisor_client.get(page).status_code == 200
        costs.append(len(sent))
    assert costs == [11, 7]  # with the record that it was looked at


def test_log_of_the_admin_names_nobody(review, advisor_client, administrator_client):
    give_back(advisor_client, review, comment="はい", content=made.pdf("Marked"))
    history = shown(administrator_client, reverse("admin:support_documentreview_history", args=[review.pk]))
    assert ["Return the document" in history, "直し" in history, "履歴書" in history] == [True, False, False]
