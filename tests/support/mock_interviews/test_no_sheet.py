"""Sheets that are missing: the desk asks after them until they are written, or it is said that there will be none."""

import re
from datetime import timedelta

import pytest

from accounts.models import SUPPORT_DESK
from advisors.handover.replacing import replace
from support.mock_interviews import refusals
from support.mock_interviews.feedback import say_no_group_sheet, say_no_sheet, send_feedback, send_group_feedback
from support.mock_interviews.groups import seats_to_write
from support.mock_interviews.unwritten import group_sheets_overdue, sheets_overdue, sheets_to_write
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.factories import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOME = "/support/mock-interviews/"
SAID = {
    "first_strength": "笑顔でした。",
    "second_strength": "声が届いていました。",
    "third_strength": "具体例がありました。",
    "to_practise": "結論から話しましょう。",
}
NONE, WRITES = "There is no feedback sheet for this one.", "Your advisor writes the feedback sheet."


def page(response) -> str:
    return response.content.decode()


def in_group(seeker, now, days: int = 4, **more):
    """Somebody who was in a group so many days ago; today is Friday."""
    at = now - timedelta(days=days)
    seminar = factories.SeminarFactory(kind="mock_interview", title="模擬面接会の回", starts_at=at, minutes=60)
    return factories.SeminarSeatFactory(seminar=seminar, seeker=seeker, status="attended", **more)


@pytest.fixture(autouse=True)
def others_sheets():
    """What others were sent is no sheet of these."""
    factories.InterviewFeedbackFactory()
    factories.GroupFeedbackFactory()


@pytest.fixture
def seat(assignment, seeker, now):
    return in_group(seeker, now)


@pytest.fixture
def held(assignment, now):
    """An hour alone, just as long ago."""
    slot = factories.CounselingSlotFactory(advisor=assignment.advisor, held_on=now.date() - timedelta(days=4))
    mine = {"booking__seeker": assignment.seeker, "booking__slot": slot, "booking__status": "completed"}
    return factories.MockInterviewFactory(**mine)


def address(row) -> str:
    kind = "" if type(row).__name__ == "MockInterview" else "seat/"
    return f"/admin/support/interviewfeedback/none/{kind}{row.pk}/"


# What reaches the desk


def test_desk_asks_after_those_of_groups_after_three_business_days(seat, seeker, advisor, desk, desk_client, now):
    in_group(seeker, now, days=2)
    found = list(group_sheets_overdue(desk, today=now.date()))
    assert [(it, it.writer) for it in found] == [(seat, advisor.name)]
    shown = page(desk_client.get("/admin/"))
    assert ("模擬面接会の回" in shown, address(seat) in shown) == (True, True)
    assert not group_sheets_overdue(advisor.user, today=now.date()).exists()


def test_advisor_at_the_desk_has_what_they_write_themselves_before_them_once(seat, held, advisor, desk_client):
    titles = (
        "Feedback sheets to write",
        "Feedback sheets to write, of groups",
        "Feedback sheets that job seekers have been waiting for",
        "Feedback sheets of groups that job seekers have been waiting for",
    )
    join(advisor.user, SUPPORT_DESK)
    for client, shown in ((signed_in(advisor.user), [1, 1, 0, 0]), (desk_client, [0, 0, 1, 1])):
        first = page(client.get("/admin/"))
        assert [len(re.findall(rf">\s*{title}\s*[<(]", first)) > 0 for title in titles] == shown
        assert [address(row) in first for row in (seat, held)] == [True, True]  # that there will be none


def written(seat, advisor):
    send_group_feedback(seat.pk, by=advisor.user, **SAID)


def said_to_be_none(seat, advisor):
    say_no_group_sheet(seat.pk, by=advisor.user)


def handed_over(seat, advisor):
    replace(seat.seeker_id, factories.AdvisorFactory().pk)


def leaving(seat, advisor):
    factories.WithdrawalRequestFactory(seeker=seat.seeker, status="scheduled")


@pytest.mark.parametrize("change", [written, said_to_be_none, handed_over, leaving])
def test_it_leaves_the_lists(seat, advisor, desk, desk_client, now, change):
    change(seat, advisor)
    assert not group_sheets_overdue(desk, today=now.date()).exists()
    assert list(seats_to_write(advisor.user, now=now)) == []
    assert address(seat) not in page(desk_client.get("/admin/"))


@pytest.mark.parametrize("status", ["absent", "cancelled", "passed", "waiting"])
def test_who_was_not_there_waits_for_none(assignment, seeker, desk, now, status):
    seat = in_group(seeker, now)
    type(seat).objects.all().delete()
    factories.SeminarSeatFactory(seminar=seat.seminar, seeker=seeker, status=status)
    assert not group_sheets_overdue(desk, today=now.date()).exists()


def test_start_page_of_the_desk_costs_the_same_for_one_and_for_many(assignment, seeker, desk_client, now):
    costs = []
    for days in range(4, 9):
        in_group(seeker, now, days=days)
        with counted() as sent:
            desk_client.get("/admin/")
        costs.append(len(sent))
    assert len(set(costs)) == 1


# Saying that there will be none


def test_member_reads_that_there_is_none(seat, held, seeker, seeker_client, advisor_client, desk_client):
    assert page(seeker_client.get(HOME)).count(WRITES) == 2
    for client, row in ((advisor_client, seat), (desk_client, held)):
        assert address(row) in page(client.get("/admin/"))
        asked = page(client.get(address(row)))
        assert ("no feedback sheet for it" in asked, f"{seeker.member_number} {seeker.name}" in asked) == (True, True)
        assert ("模擬面接会の回" in asked, "First interview" in asked) == (row == seat, row == held)
        row.refresh_from_db()
        assert row.no_sheet_at is None
        assert "It is noted" in page(client.post(address(row), follow=True))
        assert address(row) not in page(client.get("/admin/"))
    shown = page(seeker_client.get(HOME))
    assert (shown.count(NONE), shown.count(WRITES)) == (2, 0)
    assert "It was said on" in page(desk_client.get(f"/admin/support/mockinterview/{held.pk}/change/"))


def ask_to_leave(seeker):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")


@pytest.mark.parametrize("choose", [factories.want_notices_only, ask_to_leave])
def test_member_who_gets_no_such_mail_is_promised_none(seat, held, seeker, seeker_client, choose):
    mail = "We tell you by mail when it is there."
    assert page(seeker_client.get(HOME)).count(mail) == 2
    choose(seeker)
    shown = page(seeker_client.get(HOME))
    assert (shown.count(WRITES), shown.count(mail)) == (2, 0)


def test_it_leaves_the_lists_of_hours_alone_too(held, advisor, desk, now):
    say_no_sheet(held.pk, by=desk, now=now)
    assert not sheets_overdue(desk, today=now.date()).exists()
    assert not sheets_to_write(advisor.user).exists()


def test_it_can_be_written_all_the_same(seat, held, advisor, seeker_client):
    say_no_group_sheet(seat.pk, by=advisor.user)
    say_no_sheet(held.pk, by=advisor.user)
    send_group_feedback(seat.pk, by=advisor.user, **SAID)
    send_feedback(held.pk, by=advisor.user, **SAID)
    shown = page(seeker_client.get(HOME))
    assert (shown.count("Feedback sent on"), shown.count(NONE)) == (2, 0)


def test_what_is_sent_is_not_said_to_be_none(seat, held, advisor, desk, desk_client):
    send_group_feedback(seat.pk, by=advisor.user, **SAID)
    send_feedback(held.pk, by=advisor.user, **SAID)
    for say, row in ((say_no_sheet, held), (say_no_group_sheet, seat)):
        with pytest.raises(refusals.SentAlready):
            say(row.pk, by=desk)
        assert "has been sent already" in page(desk_client.post(address(row), follow=True))


def test_nothing_is_said_before_the_end(assignment, seeker, advisor, desk, now):
    seat = in_group(seeker, now, days=0)
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date() + timedelta(days=3))
    ahead = factories.MockInterviewFactory(booking__seeker=seeker, booking__slot=slot)
    for say, row, until in (
        (say_no_group_sheet, seat, seat.seminar.ends_at),
        (say_no_sheet, ahead, slot.ends_at),
    ):
        for user in (advisor.user, desk):
            with pytest.raises(refusals.NotOver):
                say(row.pk, by=user, now=until - timedelta(seconds=1))
        say(row.pk, by=desk, now=until)


@pytest.mark.parametrize("who", ["desk", "administrator"])
def test_desk_says_so_where_the_advisor_has_changed(who, request, seat, held, advisor, now):
    user = request.getfixturevalue(who)
    handed_over(seat, advisor)
    for say, row in ((say_no_sheet, held), (say_no_group_sheet, seat)):
        say(row.pk, by=user, now=now)
        row.refresh_from_db()
        assert row.no_sheet_at == now


def test_others_say_nothing(seat, held, other_advisor, other_advisor_client, seeker_client, now):
    in_group(factories.AssignmentFactory(advisor=other_advisor).seeker, now)  # of whom they say it
    for say, row in ((say_no_sheet, held), (say_no_group_sheet, seat)):
        for pk in (row.pk, 999_999):
            with pytest.raises(refusals.NotTheirInterviewer):
                say(pk, by=other_advisor.user)
        assert {act(address(row)).status_code for act in (other_advisor_client.get, other_advisor_client.post)} == {404}
        assert seeker_client.post(address(row)).status_code == 403
        row.refresh_from_db()
        assert row.no_sheet_at is None


def test_member_without_an_advisor_of_then_reads_why_there_is_none(seat, assignment, other_advisor, seeker_client):
    replace(assignment.seeker_id, other_advisor.pk)
    shown = page(seeker_client.get(HOME))
    assert ("it comes from an advisor who was yours then" in shown, WRITES in shown) == (True, False)
