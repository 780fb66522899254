"""An advisor writes their hours, days off and single slots in the admin."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advisors.models import (
    CounselingSlot,
    DayOff,
    WeeklyHours,
)
from tests import factories
from tests.conftest import signed_in

MONDAY = date(2026, 11, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_{model}_{page}", args=args)


def page(response) -> str:
    return response.content.decode()


def errors(response) -> dict:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


@pytest.fixture
def hours(advisor_client, advisor):
    advisor_client.post(address("weeklyhours", "add"), {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": ""})
    return WeeklyHours.objects.get()


def test_advisor_writes_their_own_hours_and_slots_follow(hours, advisor):
    assert hours.advisor == advisor
    assert CounselingSlot.objects.filter(advisor=advisor).count() == 6


def test_advisor_names_nobody_else(advisor_client, advisor, other_advisor):
    typed = {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": "", "advisor": other_advisor.pk}
    advisor_client.post(address("weeklyhours", "add"), typed)
    assert WeeklyHours.objects.get().advisor == advisor


def test_hours_that_end_before_they_begin_are_refused(advisor_client):
    typed = {"weekday": 0, "from_hour": 12, "until_hour": 12, "office": ""}
    response = advisor_client.post(address("weeklyhours", "add"), typed)
    assert errors(response) == {"until_hour": ["The end must be later than the beginning."]}


def add_hours(client, **typed):
    return client.post(
        address("weeklyhours", "add"), {"weekday": 0, "from_hour": 10, "until_hour": 12, "office": "", **typed}
    )


@pytest.mark.parametrize(
    ("model", "names"), [("weeklyhours", {"from_hour": "9", "until_hour": "9"}), ("counselingslot", {"hour": "9"})]
)
def test_hours_are_chosen_and_stay_chosen_where_something_is_wrong(advisor_client, model, names):
    response = advisor_client.post(address(model, "add"), names)
    assert set(errors(response)) & set(names) == {"until_hour"} & set(names)
    assert page(response).count('<option value="9" selected>9:00</option>') == len(names)


def test_hours_and_days_off_are_called_by_when_they_are(advisor_client, hours):
    added = page(advisor_client.post(address("dayoff", "add"), {"day": MONDAY}, follow=True))
    assert str(MONDAY) in added[added.index("The day off") : added.rindex("was added successfully")]
    assert "Monday 10:00 – 12:00" in page(advisor_client.get(address("weeklyhours", "delete", hours.pk)))


@pytest.mark.parametrize(("start", "end"), [(11, 13), (9, 11), (9, 13), (10, 12)])
def test_hours_that_overlap_are_refused_with_those_they_meet(advisor_client, hours, start, end):
    response = add_hours(advisor_client, from_hour=start, until_hour=end)
    said = "There are hours from 10:00 to 12:00 on this day already. Hours may not overlap."
    assert errors(response) == {"from_hour": [said]}
    assert WeeklyHours.objects.count() == 1


def test_hours_are_changed_though_they_overlap_themselves(advisor_client, hours):
    typed = {"weekday": 0, "from_hour": 11, "until_hour": 13, "office": ""}
    advisor_client.post(address("weeklyhours", "change", hours.pk), typed)
    assert WeeklyHours.objects.values_list("from_hour", "until_hour").get() == (11, 13)


@pytest.mark.parametrize("at_office", [True, False])
def test_hours_of_a_weekend_are_online_and_by_phone(advisor_client, at_office):
    office = factories.OfficeFactory().pk if at_office else ""
    response = add_hours(advisor_client, weekday=5, office=office)
    said = "The offices are closed at weekends. Online and by phone it can be held."
    assert (errors(response) if response.context else {}) == ({"office": [said]} if at_office else {})
    assert CounselingSlot.objects.filter(held_on__week_day=7).exists() is not at_office


@pytest.mark.parametrize(("who", "left"), [("advisor", 0), ("other_advisor", 1), ("desk", 1), ("administrator", 0)])
def test_hours_are_deleted_by_their_advisor(who, left, request, hours):
    request.getfixturevalue(f"{who}_client").post(address("weeklyhours", "delete", hours.pk), {"post": "yes"})
    assert (WeeklyHours.objects.count(), CounselingSlot.objects.count()) == (left, 6 * left)


def test_day_off_names_the_hours_that_are_booked(advisor_client, hours, advisor):
    booked = factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=MONDAY, hour=11))
    told = page(advisor_client.post(address("dayoff", "add"), {"day": MONDAY}, follow=True))
    assert f"11:00 (booking {booked.pk})" in told
    assert booked.seeker.family_name not in told
    assert list(CounselingSlot.objects.filter(held_on=MONDAY)) == [booked.slot]


@pytest.mark.parametrize(
    ("day", "sentence"), [("2026-11-19", "This day is over."), (str(MONDAY), "This day is off already.")]
)
def test_day_off_that_makes_no_sense_is_refused(advisor_client, advisor, day, sentence):
    factories.DayOffFactory(advisor=advisor, day=MONDAY)
    assert errors(advisor_client.post(address("dayoff", "add"), {"day": day})) == {"day": [sentence]}
    assert DayOff.objects.count() == 1


def test_days_off_in_a_row_are_written_at_once(advisor_client, hours, advisor):
    factories.DayOffFactory(advisor=advisor, day=MONDAY)
    booked = factories.CounselingBookingFactory(slot=CounselingSlot.objects.get(held_on=date(2026, 12, 7), hour=11))
    typed = {"day": MONDAY, "until": "２０２６年12月8日"}
    told = page(advisor_client.post(address("dayoff", "add"), typed, follow=True))
    assert list(DayOff.objects.values_list("day", flat=True)) == [MONDAY + timedelta(days=n) for n in range(9)]
    assert set(DayOff.objects.values_list("advisor", flat=True)) == {advisor.pk}
    assert f"11:00 (booking {booked.pk})" in told
    assert {slot.held_on for slot in CounselingSlot.objects.all()} == {date(2026, 12, 7), date(2026, 12, 14)}


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-11-29", "The last day must not be before the first."),
        ("9999-12-31", "This date is too far away. Please look at the year."),
        ("2027-12-31", "Up to three months at once, please. For longer, an administrator marks you away."),
        ("soon", "This is not a date. It looks like 2026-04-05."),
    ],
)
def test_days_off_that_make_no_sense_are_refused(advisor_client, until, sentence):
    response = advisor_client.post(address("dayoff", "add"), {"day": MONDAY, "until": until})
    assert errors(response) == {"until": [sentence]}
    assert not DayOff.objects.exists()


@pytest.mark.parametrize("model", ["weeklyhours", "dayoff", "counselingslot"])
def test_rows_of_another_advisor_are_not_there(model, advisor_client, other_advisor, desk, advisor):
    factory = {
        "weeklyhours": factories.WeeklyHoursFactory,
        "dayoff": factories.DayOffFactory,
        "counselingslot": factories.CounselingSlotFactory,
    }[model]
    foreign = factory(advisor=other_advisor)
    assert advisor_client.get(address(model, "change", foreign.pk)).status_code == 404
    advisor.user.groups.add(*desk.groups.all())
    assert advisor_client.get(address(model, "change", foreign.pk)).status_code == 200
    assert advisor_client.post(address(model, "change", foreign.pk), {}).status_code == 403
    assert advisor_client.post(address(model, "delete", foreign.pk), {"post": "yes"}).status_code == 403


def test_advisor_by_group_alone_has_no_hours_to_write():
    client = signed_in(factories.AdvisorUserFactory())
    assert client.get(address("weeklyhours", "add")).status_code == 403


# Slots by hand


def add_slot(client, **typed):
    return client.post(address("counselingslot", "add"), {"held_on": MONDAY, "hour": 15, "office": "", **typed})


def test_slot_by_hand_is_the_advisors_own(advisor_client, advisor):
    add_slot(advisor_client)
    slot = CounselingSlot.objects.get()
    assert (slot.advisor, slot.hour, slot.is_by_hand, slot.is_offered) == (advisor, 15, True, True)


@pytest.mark.parametrize("at_office", [True, False])
def test_slot_on_a_closed_day_is_online_or_by_phone_only(advisor_client, at_office):
    office = factories.OfficeFactory()
    response = add_slot(advisor_client, held_on="2026-11-28", office=office.pk if at_office else "")
    refusal = "The offices are closed on that day. Online and by phone it can be held."
    assert (errors(response) if response.context else {}) == ({"office": [refusal]} if at_office else {})
    assert CounselingSlot.objects.count() == (not at_office)


@pytest.mark.parametrize(("typed", "wrong"), [({"held_on": "2026-11-19"}, "held_on"), ({"hour": 23}, "hour"), ({}, "")])
def test_slot_that_cannot_be_is_refused(advisor_client, advisor, typed, wrong):
    factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAY, hour=15)
    assert list(errors(add_slot(advisor_client, **typed))) == [wrong or "hour"]
    assert CounselingSlot.objects.count() == 1


def act(client, action: str, *slots):
    sent = {"action": action, "_selected_action": [slot.pk for slot in slots], "index": "0"}
    return client.post(address("counselingslot"), sent)


def test_slots_are_taken_back_and_offered_again(advisor_client, advisor, other_advisor):
    own = factories.CounselingSlotFactory(advisor=advisor)
    foreign = factories.CounselingSlotFactory(advisor=other_advisor)
    act(advisor_client, "take_back", own, foreign)
    assert list(CounselingSlot.objects.filter(is_offered=False)) == [own]
    act(advisor_client, "offer_again", own)
    assert not CounselingSlot.objects.filter(is_offered=False).exists()


def test_advisor_at_the_desk_sees_foreign_slots_and_takes_none_back(advisor_client, advisor, other_advisor, desk):
    advisor.user.groups.add(*desk.groups.all())
    own, foreign = (factories.CounselingSlotFactory(advisor=it) for it in (advisor, other_advisor))
    act(advisor_client, "take_back", own, foreign)
    assert list(CounselingSlot.objects.filter(is_offered=False)) == [own]
