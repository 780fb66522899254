"""Mock interviews in a group: the page lists them, and who accompanied a member then writes their sheet."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Message
from advisors.handover.replacing import replace
from support.mock_interviews import refusals, views
from support.mock_interviews.feedback import correct_feedback, mark_opened, send_group_feedback
from support.mock_interviews.groups import seats_behind, seats_to_write
from support.models import InterviewFeedback
from tests import factories
from tests.costs import counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOME = "/support/mock-interviews/"
SAID = {
    "first_strength": "笑顔でした。",
    "second_strength": "声が届いていました。",
    "third_strength": "具体例がありました。",
    "to_practise": "結論から話しましょう。",
}


def page(response) -> str:
    return response.content.decode()


def group(starts_at, **more):
    return factories.SeminarFactory(kind="mock_interview", starts_at=starts_at, minutes=90, **more)


@pytest.fixture
def over(now):
    """In which somebody else was too, who has their sheet."""
    seminar = group(now - timedelta(days=1), title="先週の模擬面接会")
    factories.GroupFeedbackFactory(seat=factories.SeminarSeatFactory(seminar=seminar, status="attended"))
    return seminar


@pytest.fixture
def seat(assignment, seeker, over):
    return factories.SeminarSeatFactory(seminar=over, seeker=seeker, status="attended")


def write_page(seat) -> str:
    return reverse("admin:support_interviewfeedback_write_group", args=[seat.pk])


def test_page_lists_those_to_join_and_no_other_seminar(seeker, seeker_client, now):
    ahead = group(now + timedelta(days=3))
    others = [
        factories.SeminarFactory(),
        group(now - timedelta(days=1)),
        group(now + timedelta(days=3), status="draft"),
    ]
    shown = page(seeker_client.get(HOME))
    assert f'href="/support/seminars/{ahead.pk}/"' in shown
    assert not any(f'href="/support/seminars/{it.pk}/"' in shown for it in others)
    assert ahead.meeting_url not in shown
    assert "You have a seat" not in shown
    factories.SeminarSeatFactory(seminar=ahead, seeker=seeker)
    assert "You have a seat" in page(seeker_client.get(HOME))


def test_sheet_waits_to_be_written_from_the_very_end_on(assignment, seeker, advisor, now):
    seat = factories.SeminarSeatFactory(seminar=group(now - timedelta(minutes=90)), seeker=seeker, status="attended")
    assert list(seats_to_write(advisor.user, now=now)) == [seat]
    assert not seats_to_write(advisor.user, now=now - timedelta.resolution).exists()


def test_sheet_hangs_on_the_seat_and_the_member_finds_it(seat, seeker_client, advisor, advisor_client, now):
    assert "先週の模擬面接会" in page(advisor_client.get("/admin/"))
    assert list(seats_to_write(advisor.user, now=now)) == [seat]
    answer = advisor_client.post(write_page(seat), SAID, follow=True)
    assert ("The sheet is sent" in page(answer), "先週の模擬面接会" in page(answer)) == (True, True)
    sheet = InterviewFeedback.objects.get(seat=seat)
    assert (sheet.seat, sheet.interview, Message.objects.get().kind) == (seat, None, "support/feedback_sent")
    assert f'href="/support/mock-interviews/sheets/{sheet.pk}/"' in page(seeker_client.get(HOME))
    assert SAID["to_practise"] in page(seeker_client.get(f"/support/mock-interviews/sheets/{sheet.pk}/"))
    assert list(seats_to_write(advisor.user, now=now)) == []
    with pytest.raises(refusals.SentAlready):
        send_group_feedback(seat.pk, by=advisor.user, now=now, **SAID)


def test_nothing_is_sent_before_the_group_is_over(assignment, seeker, advisor, advisor_client, now):
    ahead = factories.SeminarSeatFactory(seminar=group(now - timedelta(hours=1)), seeker=seeker)
    until = ahead.seminar.ends_at
    assert page(advisor_client.get(write_page(ahead), follow=True)).count("once the mock interview is over") == 1
    assert list(seats_to_write(advisor.user, now=now)) == []
    with pytest.raises(refusals.NotOver):
        send_group_feedback(ahead.pk, by=advisor.user, now=until - timedelta(seconds=1), **SAID)
    assert send_group_feedback(ahead.pk, by=advisor.user, now=until, **SAID).seat == ahead


@pytest.mark.parametrize("status", ["absent", "cancelled", "waiting", "passed"])
def test_who_was_not_there_has_no_sheet(assignment, seeker, advisor, over, now, status):
    seat = factories.SeminarSeatFactory(seminar=over, seeker=seeker, status=status)
    with pytest.raises(refusals.NotHeld):
        send_group_feedback(seat.pk, by=advisor.user, now=now, **SAID)
    assert list(seats_to_write(advisor.user, now=now)) == []


def test_group_that_was_called_off_and_another_seminar_have_no_sheet(assignment, seeker, advisor, now):
    ago = now - timedelta(days=1)
    for seminar in (group(ago, status="called_off"), factories.SeminarFactory(starts_at=ago)):
        seat = factories.SeminarSeatFactory(seminar=seminar, seeker=seeker)
        with pytest.raises(refusals.NotHeld):
            send_group_feedback(seat.pk, by=advisor.user, now=now, **SAID)


def test_who_accompanies_the_member_only_since_then_writes_nothing(seat, assignment, other_advisor, advisor, now):
    replace(assignment.seeker_id, other_advisor.pk, now=now)
    for user in (advisor.user, other_advisor.user):
        assert list(seats_to_write(user, now=now)) == []
        with pytest.raises(refusals.NotTheirInterviewer):
            send_group_feedback(seat.pk, by=user, now=now, **SAID)


def test_another_advisor_writes_nothing(seat, other_advisor, now):
    with pytest.raises(refusals.NotTheirInterviewer):
        send_group_feedback(seat.pk, by=other_advisor.user, now=now, **SAID)


def test_group_that_goes_on_is_not_behind_yet(assignment, seeker, now):
    factories.SeminarSeatFactory(seminar=group(now - timedelta(hours=1)), seeker=seeker, status="taken")
    assert seats_behind(seeker, now=now, most=5) == []
    assert len(seats_behind(seeker, now=now + timedelta(minutes=30), most=5)) == 1


def test_groups_behind_are_told_the_last_first_and_waited_for_the_oldest_first(assignment, seeker, advisor, now):
    second, last, first = (
        factories.SeminarSeatFactory(seminar=group(now - timedelta(days=days)), seeker=seeker, status="attended")
        for days in (5, 2, 9)
    )
    factories.SeminarSeatFactory(seminar=group(now + timedelta(days=2)), seeker=seeker)
    assert [seat for seat, _sheet in seats_behind(seeker, now=now, most=5)] == [last, second, first]
    assert seats_behind(seeker, now=now, most=1) == [(last, None)]
    assert list(seats_to_write(advisor.user, now=now)) == [first, second, last]


def test_others_find_no_such_page(seat, advisor_client, other_advisor_client, desk_client, other_seeker_client):
    assert advisor_client.get(write_page(seat)).status_code == 200
    for client in (other_advisor_client, desk_client):
        assert {press(write_page(seat), SAID).status_code for press in (client.get, client.post)} == {404}
    sheet = factories.GroupFeedbackFactory(
        assignment__seeker=seat.seeker, seat=seat, assignment=seat.seeker.assignments.get()
    )
    assert other_seeker_client.get(f"/support/mock-interviews/sheets/{sheet.pk}/").status_code == 404


def test_administrator_writes_for_the_advisor_as_of_a_single_interview(
    seat, advisor, administrator, administrator_client, now
):
    """By the table of who may what: mock interviews are the administrator's, all of them."""
    assert administrator_client.get(write_page(seat)).status_code == 200
    administrator_client.post(write_page(seat), SAID)
    sheet = InterviewFeedback.objects.get(seat=seat)
    assert (sheet.assignment.advisor, sheet.written_by) == (advisor, administrator)
    again = reverse("admin:support_interviewfeedback_correct", args=[sheet.pk])
    administrator_client.post(again, SAID | {"to_practise": "ゆっくり話しましょう。"})
    sheet.refresh_from_db()
    assert sheet.to_practise == "ゆっくり話しましょう。"
    assert list(seats_to_write(administrator, now=now)) == []


def test_administrator_writes_none_where_no_advisor_was_there_then(seat, assignment, administrator_client, now):
    assignment.end(at=now)
    assert administrator_client.get(write_page(seat)).status_code == 404


def test_administrator_finds_the_page_on_the_list_of_what_is_overdue(seat, administrator_client, desk_client, clock):
    clock.move_to(seat.seminar.ends_at + timedelta(days=9))
    shown = [write_page(seat) in page(client.get("/admin/")) for client in (administrator_client, desk_client)]
    assert shown == [True, False]


def test_nothing_is_sent_to_who_is_leaving_or_has_left(seat, seeker, advisor, now):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert list(seats_to_write(advisor.user, now=now)) == []
    with pytest.raises(refusals.MemberLeaves):
        send_group_feedback(seat.pk, by=advisor.user, now=now, **SAID)
    with pytest.raises(refusals.NotTheirInterviewer):
        send_group_feedback(999_999, by=advisor.user, now=now, **SAID)


def test_it_is_corrected_until_it_is_opened(seat, advisor, now):
    sheet = send_group_feedback(seat.pk, by=advisor.user, now=now, **SAID)
    assert correct_feedback(sheet.pk, by=advisor.user, now=now, **SAID).corrected_at == now
    mark_opened(sheet.pk, now=now)
    with pytest.raises(refusals.OpenedAlready):
        correct_feedback(sheet.pk, by=advisor.user, now=now, **SAID)


def test_sheet_is_of_an_interview_or_of_a_seat(assignment):
    both = {"interview": factories.MockInterviewFactory(), "seat": factories.SeminarSeatFactory()}
    for of in (both, dict.fromkeys(both)):
        with pytest.raises(IntegrityError, match="interviewfeedback_of_an_interview_or_a_seat"), transaction.atomic():
            factories.InterviewFeedbackFactory(assignment=assignment, **of)


@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_so_many_times(seeker, seeker_client, assignment, now, rows):
    for n in range(rows):
        group(now + timedelta(days=3))
        had = factories.SeminarSeatFactory(seminar=group(now - timedelta(days=n + 1)), seeker=seeker, status="attended")
        factories.GroupFeedbackFactory(assignment=assignment, seat=had)
    with counted() as sent:
        seeker_client.get(HOME)
    assert len(sent) == 6  # with session and user


def test_start_page_costs_the_same_for_one_and_for_many(assignment, seeker, advisor_client, now):
    costs = []
    for n in range(1, 5):
        factories.SeminarSeatFactory(seminar=group(now - timedelta(days=n)), seeker=seeker, status="attended")
        with counted() as sent:
            advisor_client.get("/admin/")
        costs.append(len(sent))
    assert len(set(costs)) == 1


def test_clash_says_what_it_is(assignment, seeker, seeker_client, advisor, now):
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date() + timedelta(days=3), hour=10)
    factories.MockInterviewFactory(booking__seeker=seeker, booking__slot=slot)
    ahead = group(slot.starts_at)
    shown = page(seeker_client.get(f"/support/seminars/{ahead.pk}/"))
    assert ("You have something else at that time" in shown, ": Mock interview<" in shown) == (True, True)


def test_page_says_that_it_shows_the_latest_only(seeker, seeker_client, assignment, now, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 2)
    for n in range(2):
        factories.SeminarSeatFactory(seminar=group(now - timedelta(days=n + 1)), seeker=seeker, status="attended")
    assert "These are the latest" not in page(seeker_client.get(HOME))
    factories.SeminarSeatFactory(
        seminar=group(now - timedelta(days=9), title="ずっと前"), seeker=seeker, status="attended"
    )
    shown = page(seeker_client.get(HOME))
    assert ("These are the latest 2 of each kind." in shown, "ずっと前" in shown) == (True, False)
    assert 'href="/mypage/data/"' in shown
