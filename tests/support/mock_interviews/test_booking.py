"""A seeker books an hour of their own advisor to practise an interview: the pages, and what they refuse."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import JobSeeker, Message
from advisors.counseling import refusals
from advisors.models import Assignment, CounselingBooking
from support.mock_interviews.booking import book_mock_interview, postings_of
from support.models import MockInterview
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from tests.twins import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HOME, TIMES = "/support/mock-interviews/", "/support/mock-interviews/times/"
TUESDAY = date(2026, 11, 24)
SAID = {"form": "online", "kind": "final", "posting": "", "practise": "志望動機"}


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=10)


def address(slot) -> str:
    return reverse("support:book_mock_interview", args=[slot.pk])


def hold(tie, **more):
    return factories.MockInterviewFactory(booking__seeker=tie.seeker, booking__slot__advisor=tie.advisor, **more)


# The page


def test_page_leads_to_the_free_times_of_ones_own_advisor(seeker_client, assignment, slot):
    shown = page(seeker_client.get(HOME))
    assert f'href="{TIMES}"' in shown
    foreign = factories.CounselingSlotFactory(held_on=TUESDAY, hour=9)
    times = page(seeker_client.get(TIMES))
    assert (address(slot) in times, address(foreign) in times) == (True, False)


@pytest.mark.parametrize("had_one", [False, True])
def test_who_has_no_advisor_is_told_how_to_get_one(seeker, seeker_client, slot, now, had_one):
    if had_one:
        factories.AssignmentFactory(seeker=seeker, ended_at=now)
    shown = page(seeker_client.get(HOME))
    assert ("A counseling gives you an advisor" in shown, 'href="/counseling/"' in shown) == (True, True)
    assert seeker_client.get(TIMES)["Location"] == HOME
    answer = seeker_client.post(address(slot), SAID, follow=True)
    assert "you have none at the moment" in page(answer)
    assert seeker_client.get(address(slot))["Location"] == HOME
    assert not MockInterview.objects.exists()


def test_page_shows_what_is_ahead_and_what_was(seeker_client, assignment, now):
    posting = factories.JobPostingFactory(title="受付")
    ahead = hold(assignment, posting=posting)
    hold(assignment, booking__status="no_show")
    held = hold(assignment, booking__status="completed")
    shown = page(seeker_client.get(HOME))
    for text in ("Your next mock interview", "受付", ahead.practise, "The seeker did not come"):
        assert text in shown
    assert "Your advisor writes the feedback sheet" in shown
    assert TIMES not in shown
    factories.InterviewFeedbackFactory(interview=held, assignment=assignment, sent_at=now)
    shown = page(seeker_client.get(HOME))
    assert "Feedback sent on Fri 20 Nov" in shown


def test_who_is_leaving_is_offered_nothing(seeker, seeker_client, assignment, slot):
    factories.MockInterviewFactory(booking__seeker=seeker, booking__slot=slot, booking__status="cancelled")
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert TIMES not in page(seeker_client.get(HOME))
    assert seeker_client.get(TIMES)["Location"] == HOME
    assert "A withdrawal is under way" in page(seeker_client.post(address(slot), SAID, follow=True))
    assert MockInterview.objects.get().booking.status == "cancelled"


# Booking


def test_seeker_says_what_to_practise_and_is_booked(seeker, seeker_client, assignment, slot):
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    answer = seeker_client.get(f"{address(slot)}?for={referral.posting_id}")
    assert list(answer.context["form"].fields) == ["form", "kind", "posting", "practise"]
    shown = page(answer)
    assert f'<option value="{referral.posting_id}" selected lang="ja">' in shown
    answer = seeker_client.post(address(slot), {**SAID, "posting": referral.posting_id}, follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "Your mock interview is booked." in page(answer)
    booked = MockInterview.objects.get()
    assert (booked.kind, booked.posting, booked.practise) == ("final", referral.posting, "志望動機")
    assert (booked.booking.slot, booked.booking.purpose, booked.booking.form) == (slot, "mock_interview", "online")
    assert Message.objects.get().kind == "advisors/booked"


def test_postings_are_those_in_selection_and_those_saved(seeker, other_seeker):
    saved = factories.SavedPostingFactory(seeker=seeker).posting
    applied = factories.ReferralFactory(seeker=seeker, status="applied").posting
    for status in ("proposed", "rejected"):
        factories.ReferralFactory(seeker=seeker, status=status)
    factories.SavedPostingFactory(seeker=other_seeker)
    assert list(postings_of(seeker)) == [applied, saved]


def test_of_several_postings_it_is_the_one_that_was_chosen(seeker, seeker_client, assignment, slot):
    _older, chosen, _newer = (factories.SavedPostingFactory(seeker=seeker).posting for _ in range(3))
    seeker_client.post(address(slot), {**SAID, "posting": chosen.pk})
    assert MockInterview.objects.get().posting == chosen


@pytest.mark.parametrize("typed", ["foreign", "999999"])
def test_posting_that_is_not_theirs_is_left_out(seeker, seeker_client, assignment, slot, typed):
    foreign = factories.SavedPostingFactory().posting
    seeker_client.post(address(slot), {**SAID, "posting": foreign.pk if typed == "foreign" else typed})
    assert MockInterview.objects.get().posting is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Choose what you would like to practise."),
        ({"kind": "panel"}, "Choose a kind of the list."),
        ({"form": ""}, "Choose how you would like to talk."),
        ({"form": "office"}, "This time cannot be had in that form."),
        ({"posting": "x"}, "Choose a posting of the list, or none."),
        ({"posting": "9" * 30}, "Choose a posting of the list, or none."),
        ({"practise": "あ" * 1001}, "at most 1000 characters"),
    ],
)
def test_wrong_input_is_said_beside_the_field_and_stays(seeker_client, assignment, slot, typed, said):
    answer = seeker_client.post(address(slot), {**SAID, **typed}, follow=True)
    assert said in page(answer)
    assert not MockInterview.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_hour_of_another_advisor_is_not_there(seeker_client, assignment, method):
    foreign = factories.CounselingSlotFactory(held_on=TUESDAY)
    for slot_page in (address(foreign), f"{TIMES}999999/"):
        assert "This time is not on offer" in page(getattr(seeker_client, method)(slot_page, SAID, follow=True))
    assert not MockInterview.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_hour_of_who_is_their_advisor_no_more_leads_to_getting_one(seeker_client, assignment, slot, method, now):
    Assignment.objects.update(ended_at=now)
    JobSeeker.objects.update(unassigned_since=now)
    assert "you have none at the moment" in page(getattr(seeker_client, method)(address(slot), SAID, follow=True))


def test_hour_that_has_gone_leads_to_the_others_and_keeps_what_was_typed(seeker_client, assignment, advisor, slot):
    other = factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=11)
    factories.CounselingBookingFactory(slot=slot)
    for answer in (seeker_client.get(address(slot)), seeker_client.post(address(slot), SAID)):
        assert answer["Location"] == f"{TIMES}?day=2026-11-24"
    assert "Somebody else has just taken this time" in page(seeker_client.get(TIMES))
    assert "志望動機" in page(seeker_client.get(address(other)))


def test_what_was_typed_is_kept_until_it_is_booked_and_no_longer(seeker_client, assignment, advisor, slot, now):
    others = [factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=hour) for hour in (11, 12)]
    factories.CounselingBookingFactory(slot=slot)
    seeker_client.post(address(slot), SAID)
    seeker_client.post(address(others[0]), SAID)
    CounselingBooking.objects.filter(slot=others[0]).update(status="cancelled", ended_at=now, cancelled_by="seeker")
    assert "志望動機" not in page(seeker_client.get(address(others[1])))


def test_hour_of_an_interview_at_a_company_says_so(seeker, seeker_client, assignment, slot):
    referral = factories.ReferralFactory(seeker=seeker, status="interview")
    factories.JobInterviewFactory(referral=referral, starts_at=slot.starts_at)
    seeker_client.get(address(slot))
    assert "It overlaps with the interview at" in page(seeker_client.get(TIMES))


def test_wrong_input_for_an_hour_that_has_gone_is_said_and_stays(seeker_client, assignment, slot):
    factories.CounselingBookingFactory(slot=slot)
    shown = page(seeker_client.post(address(slot), {**SAID, "kind": ""}))
    assert ("Choose what you would like to practise." in shown, "志望動機" in shown) == (True, True)


def test_pressed_twice_it_is_booked_once_and_nobody_is_scolded(seeker_client, assignment, slot):
    for _ in range(2):
        answer = seeker_client.post(address(slot), SAID, follow=True)
    assert (MockInterview.objects.count(), "ahead already" in page(answer)) == (1, False)


def test_second_one_is_refused_on_the_page_of_the_first(seeker_client, assignment, advisor, slot):
    other = factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=11)
    seeker_client.post(address(slot), SAID)
    for answer in (
        seeker_client.get(address(other), follow=True),
        seeker_client.post(address(other), SAID, follow=True),
    ):
        assert (answer.redirect_chain, "There is a mock interview ahead already" in page(answer)) == (
            [(HOME, 302)],
            True,
        )


def test_counseling_ahead_is_in_nobodys_way(seeker, assignment, slot, now):
    factories.CounselingBookingFactory(seeker=seeker)
    book_mock_interview(slot.pk, seeker, form="online", kind="first", now=now)
    assert seeker.counseling_bookings.ahead(now).count() == 2


def test_refused_booking_leaves_nothing_behind(seeker, assignment, slot, now):
    slot.is_offered = False
    slot.save()
    with pytest.raises(refusals.SlotTaken):
        book_mock_interview(slot.pk, seeker, form="online", kind="first", now=now)
    assert (MockInterview.objects.exists(), CounselingBooking.objects.exists()) == (False, False)


def test_kind_is_one_that_is_known(db):
    with pytest.raises(IntegrityError, match="mockinterview_kind_known"), transaction.atomic():
        factories.MockInterviewFactory(kind="panel")


def test_posting_that_goes_leaves_the_mock_interview(assignment):
    held = hold(assignment, posting=factories.JobPostingFactory())
    held.posting.delete()
    held.refresh_from_db()
    assert held.posting is None


# Who sees it


def test_another_member_finds_nothing(other_seeker_client, assignment):
    held = hold(assignment)
    for path in ("move/", "cancel/", "counseling.ics"):
        assert other_seeker_client.get(f"/counseling/bookings/{held.pk}/{path}").status_code == 404
    assert held.practise not in page(other_seeker_client.get(HOME))


def test_who_may_see_the_booking_may_see_it(
    assignment, seeker, advisor, other_advisor, other_seeker, desk, administrator
):
    held = hold(assignment)
    seen = [user for user in (seeker.user, advisor.user, desk, administrator) if sees(user, held)]
    assert len(seen) == 4
    assert not any(sees(user, held) for user in (other_advisor.user, other_seeker.user))
    assignment.end(at=factories.JOINED + timedelta(days=30))
    assert not sees(advisor.user, held)


def sees(user, interview) -> bool:
    return MockInterview.objects.visible_to(user).filter(pk=interview.pk).exists()


# What it costs


@pytest.mark.parametrize("rows", [1, 60])
def test_page_asks_so_many_times(seeker_client, assignment, rows):
    for _ in range(rows):
        held = hold(assignment, posting=factories.JobPostingFactory(), booking__status="completed")
        factories.InterviewFeedbackFactory(interview=held, assignment=assignment)
    hold(assignment)
    with counted() as sent:
        assert seeker_client.get(HOME).status_code == 200
    assert len(tables(sent)) == 4


@pytest.mark.parametrize("rows", [1, 20])
def test_times_and_the_form_ask_so_many_times(seeker, seeker_client, assignment, advisor, slot, rows):
    for _ in range(rows):
        factories.CounselingSlotFactory(advisor=advisor)
        factories.SavedPostingFactory(seeker=seeker)
    with counted() as times:
        seeker_client.get(TIMES)
    with counted() as form:
        seeker_client.get(address(slot))
    assert (len(tables(times)), len(tables(form))) == (5, 5)


def test_booking_costs_no_more_than_a_counseling(seeker, seeker_client, assignment, advisor, slot):
    posting = factories.SavedPostingFactory(seeker=seeker).posting
    other = factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=11)
    seeker_client.get(HOME)
    with counted() as counseling:
        assert seeker_client.post(f"/counseling/{other.pk}/book/", {"form": "online"}).status_code == 302
    with counted() as practising:
        assert seeker_client.post(address(slot), {**SAID, "posting": posting.pk}).status_code == 302
    assert seeker.counseling_bookings.counseling().exists()
    assert len(tables(practising)) <= len(tables(counseling)) == 5
    assert MockInterview.objects.get().posting == posting


def tables(sent: list[str]) -> list[list[str]]:
    """Beside session and user."""
    named = [re.findall(r'(?:FROM|INTO|UPDATE) "(\w+)"(?! U\d)', statement)[:1] for statement in sent]
    return [table for table in named if table not in (["accounts_session"], ["accounts_user"])]


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one after the other")
def test_mock_interview_and_counseling_of_the_same_hour_at_once_have_one_winner(clock):
    tie = factories.AssignmentFactory()
    slot = factories.CounselingSlotFactory(advisor=tie.advisor, held_on=TUESDAY)
    others = [factories.AssignmentFactory(advisor=tie.advisor) for _ in range(7)]
    presses = [
        partial(signed_in(it.seeker.user).post, address(slot) if n % 2 else f"/counseling/{slot.pk}/book/", SAID)
        for n, it in enumerate([tie, *others])
    ]
    answers = at_once(*presses)
    assert {answer.status_code for answer in answers} == {302}
    assert CounselingBooking.objects.count() == 1
