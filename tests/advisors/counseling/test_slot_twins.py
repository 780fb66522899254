"""Who changes hours, closes a day or books, while another does: as if one had come after the other."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from advisors.counseling.booking import book_slot
from advisors.counseling.closing import close
from advisors.counseling.refusals import NotBookable, SlotTaken
from advisors.counseling.slots import make_slots_of
from advisors.handover.replacing import replace
from advisors.models import ClosedDay, CounselingBooking, CounselingSlot
from config.business_days import add_business_days
from tests import factories
from tests.twins import at_once, overtaken

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite shows nobody who waits"),
]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def day(today) -> date:
    return add_business_days(today, 3)


@pytest.fixture
def hours(advisor, day):
    """Ten to twelve, once a week on that day."""
    return factories.WeeklyHoursFactory(advisor=advisor, weekday=day.weekday())


@pytest.fixture
def made(hours, today):
    make_slots_of(hours.advisor_id, today=today)


def hours_of(day: date) -> set[int]:
    return set(CounselingSlot.objects.filter(held_on=day, is_offered=True).values_list("hour", flat=True))


def test_hours_that_are_changed_at_once_both_become_slots(hours, made, advisor, day, today):
    """One adds an hour to a day; another, meanwhile, takes away a day's hours."""
    next_day = add_business_days(day, 1)
    factories.WeeklyHoursFactory(advisor=advisor, weekday=next_day.weekday())

    def take_away():
        hours.delete()
        make_slots_of(advisor.pk, today=today)

    overtaken(partial(make_slots_of, advisor.pk, today=today), advisor, by=take_away)
    assert (hours_of(day), hours_of(next_day)) == (set(), {10, 11})


def test_who_books_and_who_remakes_slots_wait_for_one_another_in_one_order(hours, made, advisor, seeker, day, today):
    """Whoever came second would otherwise be refused by the server, as each held what the other waited for."""
    slot = CounselingSlot.objects.get(held_on=day, hour=10)

    def take_away():
        hours.delete()
        make_slots_of(advisor.pk, today=today)

    book = partial(book_slot, slot.pk, seeker, form="online")
    assert overtaken(book, advisor, by=take_away, refusals=(NotBookable,)) is SlotTaken


def test_seeker_passed_on_and_slots_remade_wait_for_one_another_in_one_order(hours, made, advisor, day, today):
    """The counseling ahead goes along to an hour that is taken away: it is cancelled, and the seeker told."""
    former = factories.CounselingSlotFactory(held_on=day, hour=10)
    tie = factories.AssignmentFactory(advisor=former.advisor)
    booking = factories.CounselingBookingFactory(slot=former, seeker=tie.seeker, form="online")

    def take_away():
        hours.delete()
        make_slots_of(advisor.pk, today=today)

    overtaken(partial(replace, tie.seeker_id, advisor.pk), advisor, by=take_away)
    booking.refresh_from_db()
    assert (booking.slot, booking.status) == (former, "cancelled")


@pytest.mark.parametrize("is_by_hand", [False, True])
def test_booking_made_as_the_day_is_closed_is_seen_and_keeps_its_hour(is_by_hand, made, advisor, seeker, day, today):
    slots = CounselingSlot.objects.filter(held_on=day)
    slots.update(is_by_hand=is_by_hand, office=factories.OfficeFactory())
    book = partial(book_slot, slots.get(hour=10).pk, seeker, form="online")
    overtaken(partial(close, ClosedDay(day=day), today=today), advisor, by=book)
    assert CounselingBooking.objects.get().slot.is_offered
    assert hours_of(day) == ({10, 11} if is_by_hand else {10})
    assert not slots.free().exists()


def test_many_book_as_the_day_is_closed(made, advisor, day, today):
    slots = list(CounselingSlot.objects.filter(held_on=day))
    seekers = [factories.JobSeekerFactory() for _ in range(4)]
    books = [partial(book_slot, slots[n % 2].pk, seeker, form="online") for n, seeker in enumerate(seekers)]
    at_once(*books, partial(close, ClosedDay(day=day), today=today), refusals=(NotBookable,))
    assert hours_of(day) == set(CounselingBooking.objects.values_list("slot__hour", flat=True))
