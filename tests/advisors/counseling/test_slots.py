"""Slots: made from the weekly hours, four weeks ahead, and in line with them whenever it is done again."""

from datetime import date, timedelta

import pytest

from accounts.models import Pulse
from advisors.counseling import slots
from advisors.counseling.slots import make_slots, offer
from advisors.models import CounselingSlot
from advisors.tasks import make_slots as nightly
from tests import factories
from tests.sweeps import poison

TODAY = date(2026, 11, 20)
MONDAYS = [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]  # the 23rd of November is a holiday

pytestmark = pytest.mark.django_db


@pytest.fixture
def hours(advisor):
    """Mondays from ten to twelve."""
    return factories.WeeklyHoursFactory(advisor=advisor)


def made(**fields) -> list[tuple[date, int]]:
    return list(CounselingSlot.objects.filter(**fields).order_by("held_on", "hour").values_list("held_on", "hour"))


def every_monday(*hours: int, but: date | None = None) -> list[tuple[date, int]]:
    return [(day, hour) for day in MONDAYS for hour in hours if day != but]


def test_slots_are_made_four_weeks_ahead_and_on_no_closed_day(hours):
    make_slots(today=TODAY)
    assert made() == every_monday(10, 11)


def test_year_end_and_extra_closed_days_are_left_out(hours, settings):
    settings.EXTRA_CLOSED_DAYS, settings.YEAR_END_CLOSED_DAYS = {date(2026, 12, 21)}, {(12, 28)}
    make_slots(today=date(2026, 12, 11))
    assert {day for day, _ in made()} == {date(2026, 12, 14), date(2027, 1, 4)}


def test_making_again_changes_nothing(hours):
    make_slots(today=TODAY)
    before = list(CounselingSlot.objects.values())
    make_slots(today=TODAY)
    assert list(CounselingSlot.objects.values()) == before


def test_day_off_makes_none_and_withdraws_what_was_made(hours, advisor):
    make_slots(today=TODAY)
    factories.DayOffFactory(advisor=advisor, day=MONDAYS[1])
    make_slots(today=TODAY)
    assert made() == every_monday(10, 11, but=MONDAYS[1])


def test_shorter_hours_withdraw_what_nobody_booked(hours):
    make_slots(today=TODAY)
    booked = CounselingSlot.objects.get(held_on=MONDAYS[0], hour=11)
    factories.CounselingBookingFactory(slot=booked)
    hours.until_hour = 11
    hours.save()
    make_slots(today=TODAY)
    assert made() == sorted([*every_monday(10), (booked.held_on, 11)])


def test_slot_of_a_cancelled_booking_is_taken_back_not_deleted(hours):
    make_slots(today=TODAY)
    remembered = CounselingSlot.objects.get(held_on=MONDAYS[0], hour=11)
    factories.CounselingBookingFactory(slot=remembered, status="cancelled")
    hours.delete()
    make_slots(today=TODAY)
    assert made(is_offered=False) == made() == [(remembered.held_on, 11)]


def test_what_was_made_by_hand_or_taken_back_stays(hours, advisor):
    make_slots(today=TODAY)
    back = CounselingSlot.objects.get(held_on=MONDAYS[0], hour=11)
    offer([back.pk], is_offered=False)
    by_hand = factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAYS[0], hour=15, is_by_hand=True)
    make_slots(today=TODAY)
    assert made(is_offered=False) == [(back.held_on, 11)]
    assert CounselingSlot.objects.filter(pk=by_hand.pk, is_offered=True).exists()


def test_what_was_taken_back_stays_so_when_its_hours_go_and_come(hours):
    make_slots(today=TODAY)
    offer([CounselingSlot.objects.get(held_on=MONDAYS[0], hour=11).pk], is_offered=False)
    for until in (11, 12):
        hours.until_hour = until
        hours.save()
        make_slots(today=TODAY)
    assert made(is_offered=False) == [(MONDAYS[0], 11)]


def test_nothing_is_made_for_the_day_itself(hours):
    make_slots(today=MONDAYS[0])
    assert MONDAYS[0] not in {day for day, _ in made()}


def test_hours_at_another_office_move_what_nobody_booked(hours):
    make_slots(today=TODAY)
    booked = CounselingSlot.objects.get(held_on=MONDAYS[0], hour=11)
    factories.CounselingBookingFactory(slot=booked)
    factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=MONDAYS[1], hour=11), status="cancelled")
    hours.office = factories.OfficeFactory()
    hours.save()
    make_slots(today=TODAY)
    assert made(office=None) == [(booked.held_on, 11)]
    assert len(made(office=hours.office, is_offered=True)) == 5


def test_hours_of_a_weekend_make_slots_but_on_holidays(advisor):
    factories.WeeklyHoursFactory(advisor=advisor, weekday=6)  # the 22nd of November is no holiday, the 3rd of May is
    make_slots(today=TODAY)
    assert {day for day, _ in made()} == {date(2026, 11, 22) + timedelta(weeks=n) for n in range(4)}
    make_slots(today=date(2026, 4, 27))
    assert date(2026, 5, 3) not in {day for day, _ in made()}


def test_advisor_who_is_away_offers_none(hours, advisor):
    make_slots(today=TODAY)
    advisor.is_at_work = False
    advisor.save()
    make_slots(today=TODAY)
    assert made() == []


def test_what_has_been_is_left_alone(hours, advisor):
    past = factories.CounselingSlotFactory(advisor=advisor, held_on=TODAY - timedelta(days=7), hour=9)
    today = factories.CounselingSlotFactory(advisor=advisor, held_on=TODAY, hour=18)
    make_slots(today=TODAY)
    assert set(CounselingSlot.objects.filter(held_on__lte=TODAY)) == {past, today}


def test_offering_twice_changes_nothing_the_second_time(advisor):
    slot = factories.CounselingSlotFactory(advisor=advisor)
    assert [offer([slot.pk], is_offered=False) for _ in range(2)] == [1, 0]
    assert [offer([slot.pk], is_offered=True) for _ in range(2)] == [1, 0]


def test_nightly_task_makes_slots_and_tells_who_waits(hours, seeker, worker, clock):
    factories.SlotWaitFactory(seeker=seeker)
    nightly()
    assert made() == every_monday(10, 11)
    assert worker() == ["advisors.tasks.tell_who_waits", "accounts.tasks.deliver_message"]


def test_advisor_whose_slots_cannot_be_made_holds_up_no_other_and_is_told_of(seeker, worker, monkeypatch, clock):
    first, _, last = (factories.WeeklyHoursFactory(advisor=factories.AdvisorFactory()).advisor for _ in range(3))
    poison(monkeypatch, slots, "make_slots_of", first.pk)
    factories.SlotWaitFactory(seeker=seeker)
    assert nightly.apply().failed()
    assert [made(advisor=it) == every_monday(10, 11) for it in (first, last)] == [False, True]
    assert worker() == ["advisors.tasks.tell_who_waits", "accounts.tasks.deliver_message"]
    assert not Pulse.objects.filter(pk=Pulse.Name.SLOTS).exists()
    monkeypatch.undo()
    assert nightly.apply().successful()
    assert Pulse.objects.filter(pk=Pulse.Name.SLOTS).exists()
