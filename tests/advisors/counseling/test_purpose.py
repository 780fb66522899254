"""A mock interview takes an hour of the advisor as a counseling does, and stands beside it; it counts as none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.messages.compose import audience, compose
from accounts.models import Message
from advisors.counseling import ahead, refusals, taking_along
from advisors.counseling import booking as actions
from advisors.counseling.admin.buttons import BookingButtons
from advisors.counseling.calendars import invitation
from advisors.models import CounselingBooking, SlotWait
from advisors.today.days import day_of, new_without_booking
from jobs.conditions.referable import refusal, with_standing, without_outcome
from jobs.referrals.refusals import CounselingThen, MockInterviewThen
from jobs.referrals.selection import refuse_elsewhere
from tests import factories

pytestmark = pytest.mark.django_db
Purpose = CounselingBooking.Purpose
MOCK = Purpose.MOCK_INTERVIEW


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor)


@pytest.fixture
def other_slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor)


def hold(seeker, advisor, purpose=MOCK, **more):
    slot = factories.CounselingSlotFactory(advisor=advisor)
    return factories.CounselingBookingFactory(seeker=seeker, slot=slot, purpose=purpose, **more)


def book(slot, seeker, purpose=MOCK, **more):
    return actions.book_slot(slot.pk, seeker, form="online", purpose=purpose, **more)


# Beside the counseling


@pytest.mark.parametrize(("first", "second"), [("counseling", "mock_interview"), ("mock_interview", "counseling")])
def test_neither_stands_in_the_others_way(assignment, seeker, slot, other_slot, now, first, second):
    book(slot, seeker, Purpose(first), now=now)
    book(other_slot, seeker, Purpose(second), now=now)
    assert [it.purpose for it in seeker.counseling_bookings.ahead(now).order_by("pk")] == [first, second]


@pytest.mark.parametrize(
    ("purpose", "because"),
    [("counseling", refusals.AlreadyBooked), ("mock_interview", refusals.MockInterviewAhead)],
)
def test_second_of_the_same_purpose_is_refused(assignment, seeker, slot, other_slot, now, purpose, because):
    book(slot, seeker, Purpose(purpose), now=now)
    with pytest.raises(refusals.NotBookable) as refused:
        book(other_slot, seeker, Purpose(purpose), now=now)
    assert refused.type is because


def test_slot_is_one_persons_whatever_it_is_for(assignment, seeker, slot, now):
    book(slot, seeker, now=now)
    with pytest.raises(refusals.SlotTaken):
        book(slot, seeker, Purpose.COUNSELING, now=now)


def test_mock_interview_makes_nobody_ones_advisor(seeker, slot, now):
    with pytest.raises(refusals.AdvisorFirst):
        book(slot, seeker, now=now)
    assert not seeker.assignments.exists()


def test_mock_interview_does_not_end_the_waiting_for_counseling(assignment, seeker, slot, now):
    factories.SlotWaitFactory(seeker=seeker)
    book(slot, seeker, now=now)
    assert SlotWait.objects.exists()


def test_what_is_over_and_unrecorded_is_set_aside_for_the_next_of_its_purpose_only(
    assignment, seeker, advisor, slot, now
):
    past = now.date() - timedelta(days=3)
    over = {
        purpose: factories.CounselingBookingFactory(
            seeker=seeker, purpose=purpose, slot=factories.CounselingSlotFactory(advisor=advisor, held_on=past)
        )
        for purpose in Purpose.values
    }
    book(slot, seeker, now=now)
    for booking in over.values():
        booking.refresh_from_db()
    assert (over["mock_interview"].set_aside_at, over["counseling"].set_aside_at) == (now, None)


# What goes along, and what is cancelled


def test_both_go_along_to_the_next_advisor(assignment, seeker, advisor, other_advisor, now):
    held = [hold(seeker, advisor, purpose) for purpose in Purpose.values]
    for booking in held:
        factories.CounselingSlotFactory(advisor=other_advisor, held_on=booking.slot.held_on, hour=booking.slot.hour)
    taking_along.take_along(seeker, other_advisor, now=now)
    for booking in held:
        booking.refresh_from_db()
    assert [(it.status, it.slot.advisor) for it in held] == [("booked", other_advisor)] * 2
    assert list(Message.objects.values_list("kind", flat=True)) == ["advisors/moved_for_you"] * 2


def test_both_are_cancelled_where_nobody_follows(assignment, seeker, advisor, now):
    held = [hold(seeker, advisor, purpose) for purpose in Purpose.values]
    taking_along.leave_behind(seeker, now=now)
    for booking in held:
        booking.refresh_from_db()
    assert {(it.status, it.cancelled_by) for it in held} == {("cancelled", "desk")}


# What asks for counseling proper


def test_mock_interview_held_is_no_counseling_for_referrals(assignment, seeker, advisor, now):
    hold(seeker, advisor, status="completed")
    standing = with_standing(type(seeker).objects.all()).get(pk=seeker.pk)
    assert (standing.is_counseled, refusal(standing)) == (False, "counseling")
    hold(seeker, advisor, Purpose.COUNSELING, status="completed")
    assert refusal(with_standing(type(seeker).objects.all()).get(pk=seeker.pk)) == ""


def test_unrecorded_mock_interview_is_no_reason_why_nothing_is_referred(assignment, seeker, advisor, now):
    past = now.date() - timedelta(days=3)
    over = {"seeker": seeker, "slot__advisor": advisor, "slot__held_on": past}
    factories.CounselingBookingFactory(**over, purpose=MOCK)
    assert without_outcome(seeker, now=now) is None
    counseling = factories.CounselingBookingFactory(**over)
    assert without_outcome(seeker, now=now) == counseling


def test_who_has_only_practised_has_not_been_counseled_yet(assignment, seeker, advisor):
    assignment.began_at = now = timezone.now()
    assignment.save()
    hold(seeker, advisor)
    assert list(new_without_booking(advisor.user, now=now)) == [assignment]
    hold(seeker, advisor, Purpose.COUNSELING)
    assert not new_without_booking(advisor.user, now=now).exists()


def test_page_of_counseling_is_of_counseling(assignment, seeker, seeker_client, advisor, slot, now):
    practised = hold(seeker, advisor)
    shown = seeker_client.get("/counseling/").content.decode()
    assert (f"/counseling/{slot.pk}/book/" in shown, "Your next counseling" in shown) == (True, False)
    assert f"/bookings/{practised.pk}/" not in shown


def test_desk_books_counseling_by_phone_beside_a_mock_interview(assignment, seeker, advisor, slot, desk_client, now):
    hold(seeker, advisor)
    page = f"/admin/advisors/counselingbooking/add/?seeker={seeker.pk}"
    assert "has a counseling ahead already" not in desk_client.get(page).content.decode()
    assert desk_client.post(f"{page}&slot={slot.pk}", {"form": "online"}).status_code == 302
    assert seeker.counseling_bookings.counseling().get().booked_by == "desk"


@pytest.mark.parametrize(
    ("purpose", "because"), [("counseling", CounselingThen), ("mock_interview", MockInterviewThen)]
)
def test_no_interview_is_set_in_its_hour(assignment, seeker, advisor, now, purpose, because):
    booking = hold(seeker, advisor, Purpose(purpose))
    referral = factories.ReferralFactory(seeker=seeker, status="screening")
    with pytest.raises(because):
        refuse_elsewhere(referral, booking.slot.starts_at)


# What it is called


def texts_of(kind: str, booking, now) -> str:
    actions.tell(kind, booking, now=now)
    mail = mailed(Message.objects.latest("pk"))
    return f"{mail.subject}\n{mail.body}"


def mailed(message: Message):
    return compose(message, audience(message))


@pytest.mark.parametrize(
    "kind", ["booked", "cancelled", "cancelled_for_you", "moved", "moved_for_you", "not_held", "reminder"]
)
def test_mails_say_mock_interview(assignment, seeker, advisor, now, kind):
    said = texts_of(f"advisors/{kind}", hold(seeker, advisor), now)
    assert ("mock interview" in said, "counseling" in said) == (True, False)
    assert "/support/mock-interviews/" in said
    said = texts_of(f"advisors/{kind}", hold(seeker, advisor, Purpose.COUNSELING), now)
    assert ("mock" in said, "counseling" in said) == (False, True)


def test_calendar_and_my_page_say_mock_interview(assignment, seeker, seeker_client, advisor, now):
    booking = hold(seeker, advisor)
    assert f"SUMMARY:Mock interview with {advisor.name}" in invitation(booking, now=now)
    [entry] = ahead.entries(seeker, now=now)
    assert (entry.what, entry.page) == (f"Mock interview with {advisor.name}", "/support/mock-interviews/")
    file = seeker_client.get(entry.calendar)
    assert "mock-interview.ics" in file["Content-Disposition"]


def test_advisor_is_told_what_the_hour_of_tomorrow_is_for(assignment, seeker, advisor, now):
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date() + timedelta(days=1), hour=10)
    book(slot, seeker, now=now)
    mail = mailed(Message.objects.get(kind="advisors/day_changed"))
    assert mail.subject.startswith("Mock interview booked for")


def test_day_of_the_advisor_marks_it(assignment, seeker, advisor, advisor_client, now):
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=now.date(), hour=15)
    booking = factories.CounselingBookingFactory(seeker=seeker, slot=slot, purpose=MOCK)
    assert day_of(advisor.user, now=now).today == [booking]
    for page in ("/admin/", "/admin/advisors/week/"):
        assert '<span class="desk-fit">Mock interview</span>' in advisor_client.get(page).content.decode()


def test_buttons_promise_no_referrals(assignment, seeker, advisor, now):
    booking = hold(seeker, advisor)
    moves = {name: str(move.explanation) for name, move in BookingButtons(booking, advisor.user).moves.items()}
    assert ("jobs" in moves["completed"], "feedback sheet" in moves["completed"]) == (False, True)


# Moving and cancelling on the site


def test_seeker_moves_and_cancels_it_and_comes_back_to_its_page(assignment, seeker, seeker_client, advisor, slot, now):
    booking = hold(seeker, advisor)
    pages = f"/counseling/bookings/{booking.pk}"
    assert "Move the mock interview" in seeker_client.get(f"{pages}/move/").content.decode()
    moved = seeker_client.post(f"{pages}/move/{slot.pk}/", {"form": "online"}, follow=True)
    assert moved.redirect_chain == [("/support/mock-interviews/", 302)]
    assert "Your mock interview has moved." in moved.content.decode()
    assert "Cancel the mock interview" in seeker_client.get(f"{pages}/cancel/").content.decode()
    gone = seeker_client.post(f"{pages}/cancel/", follow=True)
    assert (gone.redirect_chain, "Your mock interview is cancelled." in gone.content.decode()) == (
        [("/support/mock-interviews/", 302)],
        True,
    )
