"""Booking a counseling, moving it and cancelling it: what the actions promise."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Message
from advisors.counseling import booking as actions
from advisors.counseling import refusals
from advisors.counseling.admin.buttons import BookingButtons
from advisors.counseling.fitting import slots_for
from advisors.models import Assignment, CounselingBooking, SlotWait
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor)


def kinds():
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_booking_makes_the_advisor_the_seekers_own(seeker, slot, now):
    booking = actions.book_slot(slot.pk, seeker, form="online", topics="話したいこと", now=now)
    assert (booking.slot, booking.status, booking.topics) == (slot, "booked", "話したいこと")
    assert Assignment.objects.get().advisor == slot.advisor
    assert kinds() == ["advisors/booked"]


def test_booking_ends_the_waiting(seeker, slot, now):
    factories.SlotWaitFactory(seeker=seeker)
    actions.book_slot(slot.pk, seeker, form="online", now=now)
    assert not SlotWait.objects.exists()


def test_booked_slot_is_refused_to_the_next(seeker, other_seeker, slot, now):
    actions.book_slot(slot.pk, seeker, form="online", now=now)
    with pytest.raises(refusals.SlotTaken):
        actions.book_slot(slot.pk, other_seeker, form="online", now=now)
    assert list(Assignment.objects.values_list("seeker", flat=True)) == [seeker.pk]


def test_second_booking_of_a_seeker_is_refused(seeker, slot, now):
    second = factories.CounselingSlotFactory(advisor=slot.advisor)
    actions.book_slot(slot.pk, seeker, form="online", now=now)
    with pytest.raises(refusals.AlreadyBooked):
        actions.book_slot(second.pk, seeker, form="online", now=now)


def make_full(slot):
    slot.advisor.capacity = 0
    slot.advisor.save()


def take_back(slot):
    slot.is_offered = False
    slot.save()


def go_away(slot):
    slot.advisor.is_at_work = False
    slot.advisor.save()


def begin_soon(slot):
    slot.held_on, slot.hour = date(2026, 11, 20), 12
    slot.save()


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (make_full, refusals.DoesNotFit),
        (go_away, refusals.DoesNotFit),
        (take_back, refusals.SlotTaken),
        (begin_soon, refusals.TooSoon),
    ],
)
def test_slot_that_cannot_be_had_is_refused(seeker, slot, now, change, refusal):
    change(slot)
    with pytest.raises(refusal):
        actions.book_slot(slot.pk, seeker, form="online", now=now)
    assert not CounselingBooking.objects.exists()
    assert not Assignment.objects.exists()


def test_hour_of_ones_own_advisor_who_is_away_is_neither_offered_nor_booked(seeker, slot, now):
    factories.AssignmentFactory(seeker=seeker, advisor=slot.advisor)
    assert list(slots_for(seeker, now=now)) == [slot]
    go_away(slot)
    assert not slots_for(seeker, now=now).exists()
    with pytest.raises(refusals.DoesNotFit):
        actions.book_slot(slot.pk, seeker, form="online", now=now)


def test_counseling_is_not_moved_to_an_hour_of_an_advisor_who_is_away(seeker, slot, now):
    factories.AssignmentFactory(seeker=seeker, advisor=slot.advisor)
    held = factories.CounselingSlotFactory(advisor=slot.advisor, held_on=slot.held_on, hour=slot.hour + 1)
    booking = factories.CounselingBookingFactory(seeker=seeker, slot=held)
    go_away(slot)
    with pytest.raises(refusals.DoesNotFit):
        actions.move_booking(booking.pk, slot.pk, seeker, form="online", now=now)
    booking.refresh_from_db()
    assert booking.slot == held


def test_office_is_refused_where_the_slot_has_none(seeker, slot, now):
    with pytest.raises(refusals.SlotTaken):
        actions.book_slot(slot.pk, seeker, form="office", now=now)


def test_slot_of_another_gender_than_wished_is_refused(seeker, slot, now):
    seeker.advisor_gender = "male"
    seeker.save()
    with pytest.raises(refusals.DoesNotFit):
        actions.book_slot(slot.pk, seeker, form="online", now=now)


def test_slot_of_an_advisor_once_had_is_refused(seeker, slot, now):
    factories.AssignmentFactory(seeker=seeker, advisor=slot.advisor, ended_at=now)
    with pytest.raises(refusals.DoesNotFit):
        actions.book_slot(slot.pk, seeker, form="online", now=now)


def test_slot_of_another_advisor_than_ones_own_is_refused(assignment, seeker, now):
    foreign = factories.CounselingSlotFactory()
    with pytest.raises(refusals.DoesNotFit):
        actions.book_slot(foreign.pk, seeker, form="online", now=now)


def test_seeker_who_is_leaving_books_nothing(seeker, slot, now):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    with pytest.raises(refusals.Leaving):
        actions.book_slot(slot.pk, seeker, form="online", now=now)


@pytest.fixture
def booked(assignment, slot, seeker):
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker)


def test_moving_frees_the_former_slot(booked, seeker, now):
    later = factories.CounselingSlotFactory(advisor=booked.slot.advisor)
    moved = actions.move_booking(booked.pk, later.pk, seeker, form="phone", now=now)
    assert (moved.pk, moved.slot, moved.form) == (booked.pk, later, "phone")
    assert kinds() == ["advisors/moved"]


def test_moving_to_a_taken_slot_leaves_everything_as_it_was(booked, seeker, now):
    taken = factories.CounselingSlotFactory(advisor=booked.slot.advisor)
    factories.CounselingBookingFactory(slot=taken)
    with pytest.raises(refusals.SlotTaken):
        actions.move_booking(booked.pk, taken.pk, seeker, form="online", now=now)
    assert CounselingBooking.objects.get(pk=booked.pk).slot == booked.slot
    assert kinds() == []


def test_cancelling_frees_the_slot(booked, seeker, other_seeker, now):
    cancelled = actions.cancel_booking(booked.pk, seeker, now=now)
    assert (cancelled.status, cancelled.cancelled_by, cancelled.ended_at) == ("cancelled", "seeker", now)
    actions.book_slot(booked.slot.pk, other_seeker, form="online", now=now)


def test_change_is_refused_from_the_limit_on(booked, seeker):
    limit = booked.slot.starts_at - timedelta(hours=3)
    with pytest.raises(refusals.TooLate):
        actions.cancel_booking(booked.pk, seeker, now=limit + timedelta(seconds=1))
    actions.cancel_booking(booked.pk, seeker, now=limit)


def test_booking_of_somebody_else_cannot_be_cancelled(booked, other_seeker, now):
    with pytest.raises(refusals.TooLate):
        actions.cancel_booking(booked.pk, other_seeker, now=now)


@pytest.mark.parametrize("status", ["completed", "no_show"])
def test_outcome_is_recorded_once_it_has_begun(booked, advisor, status):
    with pytest.raises(actions.InvalidTransition):
        actions.record_outcome(booked.pk, status, by=advisor.user, now=booked.slot.starts_at - timedelta(minutes=1))
    ended = actions.record_outcome(booked.pk, status, by=advisor.user, notes="メモ", now=booked.slot.ends_at)
    assert (ended.status, ended.notes.text) == (status, "メモ")


@pytest.mark.parametrize("minutes", [0, 30, 60])
def test_counseling_that_has_begun_is_not_cancelled_any_more(booked, seeker, advisor, desk, clock, minutes):
    later = booked.slot.starts_at + timedelta(minutes=minutes)
    with pytest.raises(actions.InvalidTransition):
        actions.cancel_for_seeker(booked.pk, by="advisor", now=later)
    with pytest.raises(refusals.TooLate):
        actions.cancel_booking(booked.pk, seeker, now=later)
    for person in (advisor.user, desk):
        clock.move_to(later)
        assert "cancel" not in offered(booked, person)
        clock.move_to(booked.slot.starts_at - timedelta(minutes=1))
        assert offered(booked, person) == ["cancel"]


def offered(booking: CounselingBooking, person) -> list[str]:
    return [button.key for button in BookingButtons(booking, person).offered()]


@pytest.mark.parametrize("others", [0, 5])
def test_booking_with_ones_own_advisor_costs_four_statements_and_no_savepoint(assignment, seeker, slot, now, others):
    factories.CounselingBookingFactory.create_batch(others, slot__advisor=slot.advisor)
    with CaptureQueriesContext(connection) as asked:
        actions.book_slot(slot.pk, seeker, form="online", now=now)
    assert verbs(asked) == ["SAVEPOINT", "SELECT", "SELECT", "INSERT", "INSERT", "RELEASE"]


def test_first_booking_costs_two_more(seeker, slot, now):
    with CaptureQueriesContext(connection) as asked:
        actions.book_slot(slot.pk, seeker, form="online", now=now)
    assert verbs(asked) == ["SAVEPOINT", "SELECT", "SELECT", "SELECT", "INSERT", "INSERT", "INSERT", "RELEASE"]


def verbs(asked) -> list[str]:
    """Of the statements; the first and the last stand for BEGIN and COMMIT inside a test's transaction."""
    return [query["sql"].split()[0] for query in asked]
