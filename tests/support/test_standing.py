"""What each page of support says where there is nothing to have: one honest sentence, and what can be done instead."""

from datetime import date, timedelta

import pytest

from support.models import SuitLoan
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NO_ADVISOR = "You have no advisor at the moment."
DOCUMENTS, MOCK, SUITS = "/support/documents/", "/support/mock-interviews/", "/support/suits/"
TUESDAY = date(2026, 11, 24)


def page(client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def never_had_one(seeker):
    assert not seeker.assignments.exists()


def lost_one(seeker):
    factories.AssignmentFactory(seeker=seeker, ended_at=factories.JOINED + timedelta(days=30))


@pytest.mark.parametrize("who", ["client", "seeker_client"])
def test_page_of_all_there_is_asks_for_nothing_of_its_own(request, seeker, assignment, who):
    for kept in factories.DocumentFactory.create_batch(3, seeker=seeker):
        factories.DocumentReviewFactory(document=kept)
    client = request.getfixturevalue(who)
    with counted() as sent:
        shown = page(client, "/support/")
    assert len(sent) == (2 if who == "seeker_client" else 0)  # the session, and who it is
    assert shown.count('class="card') >= 5


@pytest.mark.parametrize("before", [never_had_one, lost_one])
def test_member_without_an_advisor_reads_so_and_how_to_have_one(seeker, seeker_client, before):
    before(seeker)
    for path, said in ((DOCUMENTS, NO_ADVISOR), (MOCK, "A counseling gives you an advisor")):
        shown = page(seeker_client, path)
        assert (said in shown, 'href="/counseling/"' in shown, "advisor yet" in shown) == (True, True, False)


def test_review_without_an_advisor_waits_for_the_next(seeker, seeker_client):
    kept = factories.DocumentFactory(seeker=seeker)
    said = seeker_client.post(f"{DOCUMENTS}{kept.pk}/ask/", follow=True).content.decode()
    assert "It waits for your next advisor: you have none at the moment." in said
    assert "is asked to look at it" not in said
    factories.AssignmentFactory(seeker=seeker)
    shown = page(seeker_client, DOCUMENTS)
    assert ("Your advisor is asked to look at it" in shown, NO_ADVISOR in shown) == (True, False)


def test_only_the_newest_version_has_the_button_that_asks(seeker, seeker_client, assignment):
    for version in (1, 2):
        kept = factories.DocumentFactory(seeker=seeker, version=version)
    shown = page(seeker_client, DOCUMENTS)
    assert (shown.count("Ask for a review</button>"), f"{DOCUMENTS}{kept.pk}/ask/" in shown) == (1, True)


def test_where_the_advisor_has_no_hour_there_is_a_group_and_a_message(assignment, seeker_client):
    shown = page(seeker_client, f"{MOCK}times/")
    assert "Your advisor has no free time in the next four weeks." in shown
    assert ("practise in a group" in shown, 'href="/advisor/">Write to your advisor' in shown) == (True, True)


def test_there_is_nothing_planned(seeker_client):
    assert "None is planned at the moment." in page(seeker_client, MOCK)
    assert "No seminar is planned at the moment." in page(seeker_client, "/support/seminars/")


def none_at_all():
    pass


def office_closed():
    factories.SuitFactory(office=factories.OfficeFactory(is_open=False))


def damaged():
    factories.SuitFactory(condition="damaged")


@pytest.mark.parametrize("stock", [none_at_all, office_closed, damaged])
def test_where_no_suit_can_be_had_the_desk_is_named(seeker_client, stock):
    stock()
    shown = page(seeker_client, SUITS)
    assert ("There is no suit to borrow at the moment." in shown, "Reserve this suit" in shown) == (True, False)


def test_size_that_is_nowhere_is_said_and_nothing_changes(seeker_client):
    kept = factories.SuitFactory(size="9")
    typed = {"cut": kept.cut, "size": "13", "office": kept.office_id, "needed_on": "2026-12-01"}
    shown = seeker_client.post(SUITS, typed).content.decode()
    assert "No suit of this size is free at this office on these days." in shown
    assert not SuitLoan.objects.exists()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (MOCK, "Nothing new can be booked or reserved"),
        (f"{MOCK}times/", "Nothing new can be booked or reserved"),
        (SUITS, "Nothing new can be booked or reserved"),
        (DOCUMENTS, "nothing new is kept or reviewed"),
        ("/support/seminars/{seminar}/", "so no seat is given"),
    ],
)
def test_who_is_leaving_reads_so_and_finds_no_button(seeker, seeker_client, assignment, path, said):
    seminar, _suit = factories.SeminarFactory(), factories.SuitFactory()
    factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=TUESDAY)
    factories.DocumentFactory(seeker=seeker)
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    shown = page(seeker_client, path.format(seminar=seminar.pk))
    assert said in shown
    for button in ("Take a seat", "Reserve this suit", "Ask for a review", "Free times of"):
        assert button not in shown


def test_who_wants_notices_only_is_kept_from_nothing(seeker, seeker_client, assignment):
    factories.want_notices_only(seeker)
    factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=TUESDAY)
    factories.SuitFactory()
    seminar = factories.SeminarFactory()
    assert "Free times of" in page(seeker_client, MOCK)
    assert "Reserve this suit" in page(seeker_client, SUITS)
    assert "Take a seat" in page(seeker_client, f"/support/seminars/{seminar.pk}/")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_longest_names_and_many_rows_stand_on_each_page(seeker, assignment, now, language):
    client = signed_in(seeker.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    long = "長" * 100
    for n in range(100):
        held = factories.MockInterviewFactory(
            booking__seeker=seeker,
            booking__slot__advisor=assignment.advisor,
            booking__status="completed",
            posting=factories.JobPostingFactory(title=long),
        )
        factories.InterviewFeedbackFactory(interview=held, assignment=assignment)
        factories.SeminarFactory(title=long)
        factories.DocumentFactory(seeker=seeker, version=n + 1)
    for path in (MOCK, "/support/seminars/", DOCUMENTS):
        assert client.get(path).status_code == 200
