"""What the pages of the admin say and offer of a mock interview, and to whom."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from accounts.models import SUPPORT_DESK
from support.mock_interviews.models import SCORES, TEXTS
from tests import factories
from tests.conftest import signed_in
from tests.factories import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = "/admin/support/mockinterview/"
DAY = timedelta(days=1)


def text(response) -> str:
    return response.content.decode()


def hold(tie, days: int = -1, **more):
    """An hour of so many days from now."""
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=timezone.localdate() + days * DAY)
    return factories.MockInterviewFactory(booking__seeker=tie.seeker, booking__slot=slot, **more)


def page_of(interview) -> str:
    return reverse("admin:support_mockinterview_change", args=[interview.pk])


def write_page(interview) -> str:
    return reverse("admin:support_interviewfeedback_write", args=[interview.pk])


def practice_page(interview) -> str:
    return reverse("admin:support_mockinterview_practice", args=[interview.pk])


# The list


def test_list_is_told_by_whether_the_sheet_was_sent(assignment, desk_client, now):
    sent, missing = (hold(assignment, days, booking__status="completed") for days in (-1, -2))
    factories.InterviewFeedbackFactory(interview=sent, assignment=assignment, sent_at=now)
    for asked, found in (({"sheet": "missing"}, [missing]), ({"sheet": "sent"}, [sent]), ({}, [missing, sent])):
        listed = text(desk_client.get(LIST, {"time": "past", **asked}))
        at = {it: listed.find(page_of(it)) for it in (sent, missing)}
        assert sorted((it for it in at if at[it] > 0), key=at.get) == found


def test_list_says_when_the_sheet_was_sent_and_offers_what_is_to_be_written(assignment, desk_client, now):
    sent, _missing = (hold(assignment, days, booking__status="completed") for days in (-1, -2))
    factories.InterviewFeedbackFactory(interview=sent, assignment=assignment, sent_at=now - 3 * DAY)
    listed = text(desk_client.get(LIST, {"time": "past"}))
    sheets = re.findall(r'class="field-sheet[^"]*">(.*?)</td>', listed)
    assert sheets == ["-", "Tue 17 Nov, 10:00"]
    offered = re.findall(r'<a href="[^"]*sheet=(\w+)[^"]*">\s*([^<]+?)\s*</a>', listed)
    assert offered == [("missing", "To be written"), ("sent", "Sent")]


def test_who_leaves_is_marked(assignment, desk_client, seeker):
    hold(assignment, 3)
    assert "withdrawal under way" not in text(desk_client.get(LIST))
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "(withdrawal under way)" in text(desk_client.get(LIST))


# One of them


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_what_does_not_take_place_has_nothing_to_write_or_to_change(status, assignment, advisor_client):
    for days in (-1, 3):
        interview = hold(assignment, days, booking__status=status)
        page = text(advisor_client.get(page_of(interview)))
        assert [write_page(interview) in page, practice_page(interview) in page] == [False, False]
    over = hold(assignment, -2, booking__status=status)
    assert advisor_client.get(write_page(over)).url == page_of(over)


def test_desk_is_offered_neither_to_write_nor_to_change(assignment, advisor_client, administrator_client, desk_client):
    over, ahead = hold(assignment, booking__status="completed"), hold(assignment, 3)
    for client, offered in ((advisor_client, True), (administrator_client, True), (desk_client, False)):
        pages = [text(client.get(page_of(it))) for it in (over, ahead)]
        assert [write_page(over) in pages[0], practice_page(ahead) in pages[1]] == [offered, offered]
        assert [write_page(ahead) in pages[1], practice_page(over) in pages[0]] == [False, False]


def test_former_advisor_finds_no_page_of_what_is_ahead(assignment, advisor_client, now):
    ahead = hold(assignment, 3)
    assert advisor_client.get(practice_page(ahead)).status_code == 200
    assignment.end(at=now)
    assert [advisor_client.get(it(ahead)).status_code for it in (practice_page, write_page)] == [404, 404]


def test_sheet_that_may_not_be_read_is_not_offered(assignment, seeker, other_advisor, now):
    """To whoever is at the desk too, and the next advisor, whom the seeker does not let read it."""
    held = hold(assignment, booking__status="completed")
    sheet = factories.InterviewFeedbackFactory(interview=held, assignment=assignment, sent_at=now)
    assignment.end(at=now)
    factories.AssignmentFactory(seeker=seeker, advisor=other_advisor)
    join(other_advisor.user, SUPPORT_DESK)
    factories.InterviewFeedbackFactory()  # which the desk reads
    address = reverse("admin:support_interviewfeedback_change", args=[sheet.pk])
    page = text(signed_in(other_advisor.user).get(page_of(held)))
    assert ["Sent on" in page, address in page] == [True, False]


def test_whoever_wrote_it_corrects_it_as_long_as_that_tie_goes_on(
    assignment, advisor, advisor_client, administrator, administrator_client, now
):
    author = {"assignment": assignment, "sent_at": now}
    by_advisor, by_administrator = (
        factories.InterviewFeedbackFactory(
            **author, written_by=user, interview=hold(assignment, days, booking__status="completed")
        )
        for user, days in ((advisor.user, -1), (administrator, -2))
    )

    def offered(client) -> list[bool]:
        pages = [
            reverse("admin:support_interviewfeedback_change", args=[it.pk]) for it in (by_advisor, by_administrator)
        ]
        links = [
            reverse("admin:support_interviewfeedback_correct", args=[it.pk]) for it in (by_advisor, by_administrator)
        ]
        return [link in text(client.get(page)) for page, link in zip(pages, links, strict=True)]

    assert [offered(client) for client in (advisor_client, administrator_client)] == [[True, False], [False, True]]
    assignment.end(at=now)
    factories.AssignmentFactory(seeker=assignment.seeker, advisor=advisor)
    assert [offered(client) for client in (advisor_client, administrator_client)] == [[False, False]] * 2


def correct_page(sheet) -> str:
    return reverse("admin:support_interviewfeedback_correct", args=[sheet.pk])


def test_each_sheet_is_corrected_on_its_own_page(assignment, advisor_client, now):
    sheets = [
        factories.InterviewFeedbackFactory(
            assignment=assignment, interview=hold(assignment, days, booking__status="completed"), sent_at=now
        )
        for days in (-1, -2)
    ]
    for sheet, words in zip(sheets, ("声を大きく。", "目を見て。"), strict=True):
        type(sheet).objects.filter(pk=sheet.pk).update(to_practise=words)
    shown = [text(advisor_client.get(correct_page(it))) for it in sheets]
    assert [("声を大きく。" in it, "目を見て。" in it) for it in shown] == [(True, False), (False, True)]
    assert ["Correct the feedback sheet" in it for it in shown] == [True, True]
    strangers = factories.InterviewFeedbackFactory()
    assert advisor_client.get(correct_page(strangers)).status_code == 404


@pytest.fixture
def written_for_the_advisor(assignment, administrator, now):
    """A sheet that an administrator wrote in the place of the advisor."""
    held = hold(assignment, booking__status="completed")
    return factories.InterviewFeedbackFactory(
        interview=held, assignment=assignment, written_by=administrator, sent_at=now
    )


def no_longer_an_administrator(administrator, seeker, now):
    administrator.is_superuser = False
    administrator.save()
    join(administrator, SUPPORT_DESK)


def an_advisor_whom_the_seeker_has_left(administrator, seeker, now):
    left = factories.AdvisorFactory(user=administrator)
    factories.AssignmentFactory(seeker=seeker, advisor=left, began_at=factories.JOINED, ended_at=factories.JOINED)


@pytest.mark.parametrize("who", [no_longer_an_administrator, an_advisor_whom_the_seeker_has_left])
def test_sheet_written_for_the_advisor_is_corrected_by_an_administrator_alone(
    who, written_for_the_advisor, administrator, seeker, now
):
    assert signed_in(administrator).get(correct_page(written_for_the_advisor)).status_code == 200
    who(administrator, seeker, now)
    assert signed_in(administrator).get(correct_page(written_for_the_advisor)).status_code == 404


@pytest.fixture
def seat(assignment, now):
    """In a group that is over."""
    seminar = factories.SeminarFactory(kind="mock_interview", starts_at=now - DAY, minutes=60)
    return factories.SeminarSeatFactory(seminar=seminar, seeker=assignment.seeker, status="attended")


def test_sheet_of_a_group_that_was_sent_is_shown_and_not_written_again(seat, assignment, advisor_client, now):
    address = reverse("admin:support_interviewfeedback_write_group", args=[seat.pk])
    form = text(advisor_client.get(address))
    assert [it in form for it in (seat.seminar.title, "Write the feedback sheet", "Send the sheet")] == [True] * 3
    sheet = factories.InterviewFeedbackFactory(interview=None, seat=seat, assignment=assignment, sent_at=now)
    assert advisor_client.get(address).url == reverse("admin:support_interviewfeedback_change", args=[sheet.pk])
    refused = text(advisor_client.post(address, dict.fromkeys(TEXTS, "ここまで書きました。")))
    assert ("has been sent already" in refused, "ここまで書きました。" in refused) == (True, True)


def test_what_is_done_is_in_the_log(assignment, advisor, advisor_client, seat):
    ahead, over = hold(assignment, 3), hold(assignment, booking__status="completed")
    advisor_client.post(practice_page(ahead), {"kind": "final"})
    advisor_client.post(reverse("admin:support_interviewfeedback_none_group", args=[seat.pk]))
    said = {**dict.fromkeys(TEXTS, "はい"), **dict.fromkeys(SCORES, "")}
    advisor_client.post(write_page(over), said)
    sheet = over.feedback
    advisor_client.post(reverse("admin:support_interviewfeedback_correct", args=[sheet.pk]), said)
    entries = LogEntry.objects.order_by("pk")
    assert [(it.object_id, it.get_change_message()) for it in entries] == [
        (str(ahead.pk), "practice changed"),
        (str(seat.pk), "no sheet"),
        (str(sheet.pk), "sent"),
        (str(sheet.pk), "corrected"),
    ]
    assert {it.user for it in entries} == {advisor.user}
