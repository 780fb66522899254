"""The feedback sheet: three strengths before one thing to practise, once the hour is over, for the seeker alone."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.messages.compose import audience, compose
from accounts.models import Message
from advisors.handover.replacing import end, replace
from support.mock_interviews import refusals
from support.mock_interviews.feedback import correct_feedback, mark_opened, send_feedback
from support.mock_interviews.models import SCORES, TEXTS
from support.mock_interviews.unwritten import sheets_overdue, sheets_to_write
from support.models import InterviewFeedback
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.twins import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SAID = {
    "first_strength": "笑顔でした。",
    "second_strength": "声が届いていました。",
    "third_strength": "具体例がありました。",
    "to_practise": "結論から話しましょう。",
}
EMPTY = dict.fromkeys(SCORES, "")
HOME = "/support/mock-interviews/"


def page(response) -> str:
    return response.content.decode()


def hold(tie, days: int = -1, **more):
    """An hour of so many days from now."""
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=timezone.localdate() + days * DAY)
    return factories.MockInterviewFactory(booking__seeker=tie.seeker, booking__slot=slot, **more)


DAY = timedelta(days=1)


@pytest.fixture
def held(assignment):
    return hold(assignment, booking__status="completed")


@pytest.fixture
def sheet(assignment, held, now):
    return factories.InterviewFeedbackFactory(interview=held, assignment=assignment, sent_at=now)


def write_page(interview) -> str:
    return reverse("admin:support_interviewfeedback_write", args=[interview.pk])


def sheet_page(sheet) -> str:
    return reverse("support:interview_sheet", args=[sheet.pk])


# Sending


def test_sheet_is_sent_once_and_the_seeker_is_told_that_it_is_there(held, seeker, advisor, now):
    sheet = send_feedback(held.pk, by=advisor.user, now=now, voice=4, **SAID)
    assert (sheet.written_by, sheet.assignment.seeker, sheet.sent_at) == (advisor.user, seeker, now)
    message = Message.objects.get()
    mail = compose(message, audience(message))
    assert mail.to.email == seeker.user.email
    assert not any(said in f"{mail.subject}{mail.body}" for said in SAID.values())
    with pytest.raises(refusals.SentAlready):
        send_feedback(held.pk, by=advisor.user, now=now, **SAID)
    assert Message.objects.count() == 1


def test_administrator_sends_it_for_the_advisor(held, assignment, administrator, now):
    sheet = send_feedback(held.pk, by=administrator, now=now, **SAID)
    assert (sheet.assignment, sheet.written_by) == (assignment, administrator)


def test_sheet_of_an_hour_that_nobody_has_recorded_records_that_it_took_place(assignment, advisor, now):
    over = hold(assignment)
    send_feedback(over.pk, by=advisor.user, now=now, **SAID)
    over.booking.refresh_from_db()
    assert (over.booking.status, over.booking.ended_at) == ("completed", now)


@pytest.mark.parametrize("status", ["no_show", "cancelled"])
def test_what_did_not_take_place_has_no_sheet(assignment, advisor, now, status):
    missed = hold(assignment, booking__status=status)
    with pytest.raises(refusals.NotHeld):
        send_feedback(missed.pk, by=advisor.user, now=now, **SAID)


def test_nothing_is_sent_before_the_end_of_the_hour(assignment, advisor, now):
    ahead = hold(assignment, days=1)
    until = ahead.booking.slot.ends_at
    with pytest.raises(refusals.NotOver):
        send_feedback(ahead.pk, by=advisor.user, now=until - timedelta(minutes=1), **SAID)
    assert send_feedback(ahead.pk, by=advisor.user, now=until, **SAID).pk


def hand_over(tie, other):
    replace(tie.seeker_id, other.pk)


def give_up(tie, other):
    end(tie.pk)


@pytest.mark.parametrize("part", [hand_over, give_up])
def test_former_advisor_sends_corrects_and_sees_nothing(held, assignment, advisor, other_advisor, advisor_client, part):
    factories.AssignmentFactory(advisor=advisor)  # who accompanies others still
    sheet = send_feedback(held.pk, by=advisor.user, **SAID)
    late = hold(assignment, booking__status="completed")
    part(assignment, other_advisor)
    for act in (
        partial(send_feedback, late.pk),
        partial(send_feedback, held.pk),
        partial(correct_feedback, sheet.pk),
    ):
        with pytest.raises(refusals.NotTheirInterviewer):
            act(by=advisor.user, **SAID)
    pages = [f"admin/support/interviewfeedback/{sheet.pk}/{it}/" for it in ("change", "history", "correct")]
    pages += [f"admin/support/interviewfeedback/black-out-{it.replace('_', '-')}/{sheet.pk}/" for it in TEXTS]
    pages += [f"admin/support/mockinterview/{it.pk}/change/" for it in (held, late)]
    pages += [write_page(it).strip("/") + "/" for it in (held, late)]
    assert {advisor_client.get(f"/{it}").status_code for it in pages} == {404}
    assert (list(sheets_to_write(advisor.user)), list(InterviewFeedback.objects.visible_to(advisor.user))) == ([], [])


def test_another_advisor_and_the_desk_write_nothing(held, other_advisor, desk, desk_client, other_advisor_client):
    for user in (other_advisor.user, desk):
        with pytest.raises(refusals.NotTheirInterviewer):
            send_feedback(held.pk, by=user, **SAID)
    for client in (other_advisor_client, desk_client):
        assert {press(write_page(held), SAID).status_code for press in (client.get, client.post)} == {404}


def test_nothing_is_sent_to_who_is_leaving(held, seeker, advisor, sheet):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    with pytest.raises(refusals.MemberLeaves):
        send_feedback(held.pk, by=advisor.user, **SAID)
    with pytest.raises(refusals.MemberLeaves):
        correct_feedback(sheet.pk, by=advisor.user, **SAID)


def test_one_who_has_left_meanwhile_is_not_there(held, seeker, advisor):
    pk = held.pk
    seeker.user.delete()
    with pytest.raises(refusals.NotTheirInterviewer):
        send_feedback(pk, by=advisor.user, **SAID)


# Correcting


def test_author_corrects_it_until_the_seeker_has_opened_it(sheet, advisor, seeker_client, now):
    correct_feedback(sheet.pk, by=advisor.user, now=now, **{**SAID, "to_practise": "目を見て話す練習を。"})
    assert "目を見て話す練習を。" in page(seeker_client.get(sheet_page(sheet)))
    with pytest.raises(refusals.OpenedAlready):
        correct_feedback(sheet.pk, by=advisor.user, now=now, **SAID)
    sheet.refresh_from_db()
    assert (sheet.corrected_at, sheet.to_practise, Message.objects.count()) == (now, "目を見て話す練習を。", 0)


def test_nobody_else_corrects_it(sheet, administrator, desk, other_advisor):
    for user in (administrator, desk, other_advisor.user):
        with pytest.raises(refusals.NotTheirInterviewer):
            correct_feedback(sheet.pk, by=user, **SAID)


def test_who_wrote_another_sheet_corrects_that_one_alone(assignment, advisor, other_advisor):
    own = factories.InterviewFeedbackFactory(assignment__advisor=other_advisor)
    sheet = factories.InterviewFeedbackFactory(assignment=assignment)
    assert correct_feedback(own.pk, by=other_advisor.user, **SAID).to_practise == SAID["to_practise"]
    for pk in (sheet.pk, 999_999):
        with pytest.raises(refusals.NotTheirInterviewer):
            correct_feedback(pk, by=other_advisor.user, **SAID)
    sheet.refresh_from_db()
    assert sheet.corrected_at is None


def test_first_opening_counts_and_staff_opening_it_does_not(
    sheet, seeker_client, advisor_client, desk_client, now, clock
):
    other = factories.InterviewFeedbackFactory()
    for client in (advisor_client, desk_client):
        assert sheet.to_practise in page(client.get(f"/admin/support/interviewfeedback/{sheet.pk}/change/"))
        assert client.get(sheet_page(sheet)).status_code == 302
    sheet.refresh_from_db()
    assert sheet.opened_at is None
    seeker_client.get(sheet_page(sheet))
    clock.shift(3600)
    seeker_client.get(sheet_page(sheet))
    mark_opened(sheet.pk, now=now + DAY)  # a second press, at one moment with the first
    for it in (sheet, other):
        it.refresh_from_db()
    assert (sheet.opened_at, other.opened_at) == (now, None)


def as_it_is_looked_up(then):
    """Do this once, as soon as somebody has read the sheet and before they go on."""
    not_yet = [then]

    def run(execute, sql, *statement):
        found = execute(sql, *statement)
        if 'FROM "support_interviewfeedback"' in sql and not_yet:
            not_yet.pop()()
        return found

    return connection.execute_wrapper(run)


def test_sheet_that_is_corrected_as_it_is_opened_is_read_as_it_stays(sheet, advisor, seeker_client):
    correct = partial(correct_feedback, sheet.pk, by=advisor.user, **SAID | {"to_practise": "ゆっくり話しましょう。"})
    with as_it_is_looked_up(correct):
        assert "ゆっくり話しましょう。" in page(seeker_client.get(sheet_page(sheet)))


def test_sheet_that_is_opened_as_it_is_corrected_stays(sheet, advisor, now):
    with as_it_is_looked_up(partial(mark_opened, sheet.pk, now=now)), pytest.raises(refusals.OpenedAlready):
        correct_feedback(sheet.pk, by=advisor.user, **SAID)


def test_mail_is_not_sent_once_it_is_opened_or_to_who_wishes_for_notices_only(held, seeker, advisor, now):
    sheet = send_feedback(held.pk, by=advisor.user, now=now, **SAID)
    message = Message.objects.get()
    factories.want_notices_only(seeker)
    assert compose(message, audience(message)) is None
    type(seeker).objects.update(is_notices_only=False)
    message = Message.objects.get()
    assert compose(message, audience(message))
    mark_opened(sheet.pk, now=now)
    assert compose(message, audience(message)) is None


# Who reads it


def sees(user, sheet) -> bool:
    return InterviewFeedback.objects.visible_to(user).filter(pk=sheet.pk).exists()


def test_sheet_is_read_by_the_seeker_the_author_and_the_desk(sheet, seeker, advisor, desk, administrator):
    assert all(sees(user, sheet) for user in (seeker.user, advisor.user, desk, administrator))
    factories.join(advisor.user, factories.SUPPORT_DESK)
    assert sees(type(advisor.user).objects.get(pk=advisor.user_id), sheet)


def test_others_read_nothing(sheet, other_seeker, other_seeker_client, other_advisor):
    assert not any(sees(user, sheet) for user in (other_seeker.user, other_advisor.user))
    assert other_seeker_client.get(sheet_page(sheet)).status_code == 404
    sheet.refresh_from_db()
    assert sheet.opened_at is None


def test_next_advisor_reads_it_only_as_the_seeker_allows_it(
    sheet, assignment, advisor, other_advisor, other_advisor_client
):
    replace(assignment.seeker_id, other_advisor.pk)
    assert (sees(advisor.user, sheet), sees(other_advisor.user, sheet)) == (False, False)
    assignment.share(is_shared=True)
    assert (sees(advisor.user, sheet), sees(other_advisor.user, sheet)) == (False, True)
    shown = page(other_advisor_client.get(f"/admin/support/interviewfeedback/{sheet.pk}/change/"))
    assert (sheet.to_practise in shown, "Black out" in shown) == (True, False)


def test_former_advisor_who_is_at_the_desk_too_reads_no_more_than_any_other(sheet, assignment, advisor, other_advisor):
    factories.join(advisor.user, factories.SUPPORT_DESK)
    replace(assignment.seeker_id, other_advisor.pk)
    assert not sees(type(advisor.user).objects.get(pk=advisor.user_id), sheet)


def test_no_page_of_a_referral_shows_it(sheet, seeker, seeker_client, advisor_client):
    """What goes to a company is written there."""
    posting = factories.JobPostingFactory()
    type(sheet.interview).objects.update(posting=posting)
    referral = factories.ReferralFactory(seeker=seeker, posting=posting, status="applied")
    for client, path in ((seeker_client, "/referrals/{}/"), (advisor_client, "/admin/jobs/referral/{}/change/")):
        assert sheet.to_practise not in page(client.get(path.format(referral.pk)))


def test_page_says_strengths_first_and_scores_only_what_is_scored(sheet, seeker_client):
    type(sheet).objects.update(**SAID, voice=4)
    shown = page(seeker_client.get(sheet_page(sheet)))
    order = [shown.index(text) for text in (*SAID.values(), "Voice and face")]
    assert order == sorted(order)
    assert "Greeting and manners" not in shown


# The advisor's pages


def test_advisor_writes_the_sheet_from_the_start_page(held, seeker, advisor, advisor_client):
    shown = page(advisor_client.get("/admin/"))
    assert ("Feedback sheets to write" in shown, f'href="{write_page(held)}"' in shown) == (True, True)
    form = page(advisor_client.get(write_page(held)))
    strengths = ("first_strength", "second_strength", "third_strength")
    order = [form.index(f'name="{name}"') for name in (*strengths, "to_practise", *SCORES)]
    assert (order == sorted(order), held.practise in form) == (True, True)
    assert form.count(">Not scored</option>") == len(SCORES)
    answer = advisor_client.post(write_page(held), {**SAID, **EMPTY, "voice": "5"}, follow=True)
    assert "The sheet is sent" in page(answer)
    sheet = InterviewFeedback.objects.get()
    assert (sheet.voice, sheet.greeting, sheet.first_strength) == (5, None, SAID["first_strength"])
    assert "Feedback sheets to write" not in page(advisor_client.get("/admin/"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"second_strength": " "}, "This is missing."),
        ({"to_practise": ""}, "This is missing."),
        ({"voice": "6"}, "Choose from one to five, or leave it."),
        ({"first_strength": "あ" * 501}, "at most 500 characters"),
    ],
)
def test_wrong_input_is_said_and_the_rest_stays(held, advisor_client, typed, said):
    shown = page(advisor_client.post(write_page(held), {**SAID, **EMPTY, **typed}))
    assert (said in shown, SAID["third_strength"] in shown) == (True, True)
    assert not InterviewFeedback.objects.exists()


def test_what_was_typed_stays_where_the_action_refuses(held, sheet, advisor_client):
    shown = page(advisor_client.post(write_page(held), {**SAID, **EMPTY}))
    assert ("has been sent already" in shown, SAID["third_strength"] in shown) == (True, True)
    assert advisor_client.get(write_page(held))["Location"].endswith(f"/mockinterview/{held.pk}/change/")


def test_form_is_not_shown_before_the_end(assignment, advisor_client):
    ahead = hold(assignment, days=1)
    answer = advisor_client.get(write_page(ahead), follow=True)
    assert "once the mock interview is over" in page(answer)
    assert "Write the feedback sheet" not in page(answer)


def test_author_corrects_it_in_the_admin(sheet, advisor, advisor_client, now):
    correct = reverse("admin:support_interviewfeedback_correct", args=[sheet.pk])
    assert sheet.to_practise in page(advisor_client.get(correct))
    assert "The sheet is corrected." in page(advisor_client.post(correct, {**SAID, **EMPTY}, follow=True))
    sheet.refresh_from_db()
    assert (sheet.to_practise, sheet.corrected_at) == (SAID["to_practise"], now)
    mark_opened(sheet.pk, now=now)
    assert advisor_client.get(correct).status_code == 302
    assert "has opened the sheet" in page(advisor_client.post(correct, {**SAID, **EMPTY}))


def test_passage_that_names_somebody_is_blacked_out_by_its_author(sheet, advisor_client, desk_client):
    path = reverse("admin:support_interviewfeedback_black_out_to_practise", args=[sheet.pk])
    assert desk_client.get(path).status_code == 404
    advisor_client.post(path, {"passage": "結論"})
    sheet.refresh_from_db()
    assert sheet.to_practise.startswith("■■")


def test_booking_and_list_lead_to_the_sheet(held, sheet, advisor_client, desk_client):
    for client in (advisor_client, desk_client):
        booking = page(client.get(f"/admin/advisors/counselingbooking/{held.pk}/change/"))
        assert f"/admin/support/mockinterview/{held.pk}/change/" in booking
        shown = page(client.get(f"/admin/support/mockinterview/{held.pk}/change/"))
        assert f"/admin/support/interviewfeedback/{sheet.pk}/change/" in shown
        assert f"/mockinterview/{held.pk}/change/" in page(
            client.get("/admin/support/mockinterview/?time=past&sheet=sent")
        )
        listed = page(client.get("/admin/support/mockinterview/?time=past&sheet=missing"))
        assert f"/mockinterview/{held.pk}/change/" not in listed


def test_list_is_searched_by_member(held, seeker, desk_client):
    found = page(desk_client.get(f"/admin/support/mockinterview/?time=past&q={seeker.member_number}"))
    assert f"/mockinterview/{held.pk}/change/" in found
    assert f"/mockinterview/{held.pk}/change/" not in page(
        desk_client.get("/admin/support/mockinterview/?time=past&q=nobody")
    )


@pytest.mark.parametrize("path", ["mockinterview/?time=past", "interviewfeedback/"])
def test_lists_cost_the_same_for_one_and_for_many(assignment, advisor_client, path):
    costs = []
    for many in (1, 5):
        for _ in range(many):
            held = hold(assignment, booking__status="completed")
            factories.InterviewFeedbackFactory(interview=held, assignment=assignment)
        with counted() as sent:
            assert advisor_client.get(f"/admin/support/{path}").status_code == 200
        costs.append(len(sent))
    assert costs[0] == costs[1]


# What waits


def test_sheets_wait_for_who_held_it_until_they_are_sent(assignment, held, advisor, other_advisor, now):
    hold(assignment)
    assert (list(sheets_to_write(advisor.user)), list(sheets_to_write(other_advisor.user))) == ([held], [])
    other_advisor.user.is_superuser = True  # who sees all sheets writes their own
    assert list(sheets_to_write(other_advisor.user)) == []
    send_feedback(held.pk, by=advisor.user, now=now, **SAID)
    assert not sheets_to_write(advisor.user).exists()


def test_sheets_that_wait_are_told_the_oldest_first(assignment, advisor):
    days = [(-2, 9), (-9, 15), (-9, 10)]
    slots = [
        factories.CounselingSlotFactory(advisor=advisor, held_on=timezone.localdate() + day * DAY, hour=hour)
        for day, hour in days
    ]
    booking = {"booking__seeker": assignment.seeker, "booking__status": "completed"}
    last, second, first = (factories.MockInterviewFactory(booking__slot=slot, **booking) for slot in slots)
    assert list(sheets_to_write(advisor.user)) == [first, second, last]


def test_sheet_of_who_is_leaving_waits_for_nobody(held, seeker, advisor):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert not sheets_to_write(advisor.user).exists()


def test_desk_asks_after_three_business_days(assignment, advisor, desk, administrator, desk_client, now):
    """It is Friday: what was held on Tuesday has waited for three business days, what was on Wednesday waits still."""
    late, recent = (hold(assignment, days=-days, booking__status="completed") for days in (3, 2))
    for user in (desk, administrator):
        assert list(sheets_overdue(user, today=now.date())) == [late]
    assert f"/mockinterview/{late.pk}/change/" in page(desk_client.get("/admin/"))
    assert not sheets_overdue(advisor.user, today=now.date()).exists()
    assignment.end(at=now)
    factories.AssignmentFactory(advisor=advisor)  # who accompanies others still
    assert not sheets_overdue(desk, today=now.date()).exists()


def test_seeker_whose_advisor_has_changed_is_told_that_no_sheet_comes(held, assignment, other_advisor, seeker_client):
    assert "Your advisor writes the feedback sheet" in page(seeker_client.get(HOME))
    replace(assignment.seeker_id, other_advisor.pk)
    assert "is yours no longer" in page(seeker_client.get(HOME))


# The database


@pytest.mark.parametrize("name", TEXTS)
def test_sheet_says_each_of_the_four(held, assignment, name):
    with pytest.raises(IntegrityError, match="interviewfeedback_says_something"), transaction.atomic():
        factories.InterviewFeedbackFactory(interview=held, assignment=assignment, **{name: ""})


@pytest.mark.parametrize("points", [0, 6])
@pytest.mark.parametrize("name", SCORES)
def test_points_are_of_five(held, assignment, name, points):
    with pytest.raises(IntegrityError, match="interviewfeedback_points_of_five"), transaction.atomic():
        factories.InterviewFeedbackFactory(interview=held, assignment=assignment, **{name: points})


def test_mock_interview_has_one_sheet(sheet, held, assignment):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.InterviewFeedbackFactory(interview=held, assignment=assignment)


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one after the other")
def test_sent_twice_at_once_there_is_one_sheet_and_one_mail(clock):
    tie = factories.AssignmentFactory()
    held = hold(tie, booking__status="completed")
    send = partial(signed_in(tie.advisor.user).post, write_page(held), {**SAID, **EMPTY})
    answers = at_once(send, send)
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert (InterviewFeedback.objects.count(), Message.objects.count()) == (1, 1)
