"""Days that the desk closes: what counts by them, what stays, and who may close one."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from advisors.counseling.booking import book_slot, cancel_booking, move_booking
from advisors.counseling.refusals import SlotTaken
from advisors.counseling.slots import make_slots, offer
from advisors.models import ClosedDay, CounselingBooking, CounselingSlot
from config.business_days import closed_by_desk, is_business_day
from tests import factories
from tests.conftest import signed_in
from tests.costs import counted
from withdrawals.models import WithdrawalRequest

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_closedday_{page}", args=args)


def close(client, day: date = FRIDAY, **typed):
    return client.post(address("add"), {"day": day.isoformat(), "reason": "", **typed}, follow=True)


def errors(response) -> dict:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


@pytest.fixture
def asked_afresh():
    """The calendar as a process finds it that has just begun."""
    closed_by_desk.forget()


def due_of_a_request() -> date:
    Client().post("/withdraw/", {"phone": "090-1234-5678", "email": "x@example.com"})
    return WithdrawalRequest.objects.latest("pk").due_on


def test_day_the_desk_closes_is_no_business_day_and_moves_later_deadlines(desk_client, worker):
    promised = due_of_a_request()
    close(desk_client)
    worker.commit()
    assert (promised, due_of_a_request()) == (MONDAY, TUESDAY)
    assert WithdrawalRequest.objects.earliest("pk").due_on == MONDAY


def test_what_was_promised_stays_when_the_worker_takes_it_up_later(desk_client, worker, seeker, now):
    Client().post("/withdraw/", {"phone": seeker.phone.as_national, "email": seeker.user.email})
    close(desk_client)
    worker()
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.due_on) == ("scheduled", MONDAY)


def test_day_of_the_settings_counts_beside_it(settings, asked_afresh):
    settings.EXTRA_CLOSED_DAYS = {TUESDAY}
    factories.ClosedDayFactory(day=FRIDAY)
    assert [is_business_day(day) for day in (FRIDAY, MONDAY, TUESDAY)] == [False, True, False]


def test_each_process_asks_once_a_minute(asked_afresh, monkeypatch):
    with counted() as sent:
        assert [is_business_day(day) for day in (FRIDAY, MONDAY, TUESDAY)] == [True, True, True]
    factories.ClosedDayFactory(day=FRIDAY)  # by another process
    assert (len(sent), is_business_day(FRIDAY)) == (1, True)
    monkeypatch.setattr("config.business_days.time.monotonic", lambda: closed_by_desk.until)
    assert is_business_day(FRIDAY) is False


@pytest.fixture
def slots(advisor):
    """Mondays at ten and eleven; the first of them is booked, and there is one by hand at an office and one online."""
    factories.WeeklyHoursFactory(advisor=advisor)
    make_slots(today=date(2026, 11, 20))
    factories.CounselingSlotFactory(
        advisor=advisor, held_on=MONDAY, hour=15, is_by_hand=True, office=factories.OfficeFactory()
    )
    factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAY, hour=16, is_by_hand=True, office=None)
    return factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=MONDAY, hour=10))


def offered_hours(day: date = MONDAY) -> list[int]:
    offered = CounselingSlot.objects.filter(held_on=day, is_offered=True)
    return list(offered.order_by("hour").values_list("hour", flat=True))


def free_hours(day: date = MONDAY) -> list[int]:
    return list(CounselingSlot.objects.free().filter(held_on=day).order_by("hour").values_list("hour", flat=True))


def test_slots_of_a_closed_day_go_and_what_is_booked_is_named(desk_client, slots):
    assert free_hours() == [11, 15, 16]
    told = close(desk_client, MONDAY).content.decode()
    assert free_hours() == [16]
    assert f"10:00 (booking {slots.pk})" in told
    assert slots.seeker.family_name not in told


@pytest.fixture
def left(desk_client, slots):
    """The slot that stayed on the closed day because it was booked, and is booked by nobody any more."""
    close(desk_client, MONDAY)
    cancel_booking(slots.pk, slots.seeker)
    return slots.slot


def test_slot_whose_booking_is_cancelled_after_the_day_was_closed_is_not_free(left, other_seeker):
    assert left not in CounselingSlot.objects.free()
    with pytest.raises(SlotTaken):
        book_slot(left.pk, other_seeker, form=CounselingBooking.Form.ONLINE)


def test_what_is_booked_on_a_closed_day_may_still_be_held_in_another_form(desk_client, slots):
    close(desk_client, MONDAY)
    other = {"online": "phone"}.get(slots.form, "online")
    moved = move_booking(slots.pk, slots.slot_id, slots.seeker, form=other)
    assert (moved.slot_id, moved.form) == (slots.slot_id, other)


def test_hour_by_hand_at_no_office_is_free_on_a_closed_day(desk_client, slots, other_seeker):
    close(desk_client, MONDAY)
    online = CounselingSlot.objects.free().get(held_on=MONDAY)
    other = factories.AssignmentFactory(seeker=other_seeker, advisor=online.advisor).seeker
    assert book_slot(online.pk, other, form=CounselingBooking.Form.ONLINE).slot == online


def test_worker_makes_no_slots_on_a_day_it_has_not_heard_of_yet(slots):
    factories.ClosedDayFactory(day=date(2026, 12, 7))  # by another process
    make_slots(today=date(2026, 11, 20))
    assert offered_hours(date(2026, 12, 7)) == []


def test_day_that_is_opened_again_has_its_slots_again(desk_client, slots, worker):
    close(desk_client, MONDAY)
    closed = ClosedDay.objects.get()
    desk_client.post(address("delete", closed.pk), {"post": "yes"})
    worker()
    assert (is_business_day(MONDAY), free_hours()) == (True, [11, 15, 16])


def test_hour_whose_booking_was_cancelled_meanwhile_is_free_again_and_one_taken_back_before_is_not(
    desk_client, slots, worker
):
    taken_back = CounselingSlot.objects.get(held_on=MONDAY, hour=11)
    factories.CounselingBookingFactory(slot=taken_back, status="cancelled")
    offer([taken_back.pk], is_offered=False)
    close(desk_client, MONDAY)
    cancel_booking(slots.pk, slots.seeker)
    make_slots(today=date(2026, 11, 20))
    assert free_hours() == [16]
    desk_client.post(address("delete", ClosedDay.objects.get().pk), {"post": "yes"})
    worker()
    assert free_hours() == [10, 15, 16]


def test_hour_that_is_given_no_longer_is_not_offered_again_with_the_day(desk_client, slots, worker):
    close(desk_client, MONDAY)
    cancel_booking(slots.pk, slots.seeker)
    slots.slot.advisor.weekly_hours.all().delete()
    desk_client.post(address("delete", ClosedDay.objects.get().pk), {"post": "yes"})
    worker()
    assert free_hours() == [15, 16]


def test_neither_week_nor_list_shows_an_hour_of_a_closed_day_as_offered(left):
    client = signed_in(left.advisor.user)
    week = client.get("/admin/advisors/week/", {"day": MONDAY.isoformat()}).content.decode()
    assert ("10:00" in week, "15:00" in week, "16:00" in week) == (False, False, True)
    listed = client.get("/admin/advisors/counselingslot/").content.decode()
    row = re.search(rf"<tr\b[^>]*>(?:(?!</tr>).)*counselingslot/{left.pk}/change/.*?</tr>", listed, re.DOTALL).group()
    assert re.search(r'field-offered"><img [^>]*alt="(\w+)"', row).group(1) == "False"


def test_day_that_is_opened_again_counts_at_once(desk_client, worker):
    close(desk_client)
    worker.commit()
    assert not is_business_day(FRIDAY)
    desk_client.post(address("delete", ClosedDay.objects.get().pk), {"post": "yes"})
    worker.commit()  # before the worker makes slots
    assert is_business_day(FRIDAY)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-19", "This day is over."),
        ("2026-11-28", "The service is closed on this day already."),
        ("2026-12-02", "The service is closed on this day already."),
        ("2026-12-03", "The service is closed on this day already."),
        ("2026-13-01", "This is not a date. It looks like 2026-04-05."),
    ],
)
def test_day_that_makes_no_sense_is_refused(day, sentence, desk_client, settings):
    settings.EXTRA_CLOSED_DAYS = {date(2026, 12, 2)}
    factories.ClosedDayFactory(day=date(2026, 12, 3))
    response = desk_client.post(address("add"), {"day": day, "reason": "社員研修"})
    assert errors(response) == {"day": [sentence]}
    assert "社員研修" in response.content.decode()


def test_day_that_was_closed_stays(desk_client):
    closed = factories.ClosedDayFactory(day=date(2026, 11, 19))
    assert desk_client.post(address("delete", closed.pk), {"post": "yes"}).status_code == 403
    assert desk_client.get(address("change", closed.pk)).status_code == 200


def test_list_says_what_the_settings_close(desk_client, settings):
    settings.EXTRA_CLOSED_DAYS = {TUESDAY}
    assert "Closed by the settings too:" in desk_client.get(address()).content.decode()


@pytest.mark.parametrize(("who", "closed"), [("advisor", 0), ("seeker", 0), ("desk", 1), ("administrator", 1)])
def test_desk_and_administrators_close_days(who, closed, request, advisor, seeker):
    close(request.getfixturevalue(f"{who}_client"))
    assert ClosedDay.objects.count() == closed
