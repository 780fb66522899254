"""What an advisor and the desk do about one booking in the admin: what came of it, notes, cancelling."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Message
from advisors.models import (
    CounselingBooking,
    CounselingNotes,
)
from tests import factories

SECRET = "もう少し休みたいとのこと"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def address(model: str, page: str = "changelist", *args) -> str:
    return reverse(f"admin:advisors_{model}_{page}", args=args)


def page(response) -> str:
    return response.content.decode()


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=date(2026, 11, 20), hour=9)


@pytest.fixture
def booked(assignment, slot, seeker):
    """A counseling that began an hour ago."""
    return factories.CounselingBookingFactory(slot=slot, seeker=seeker, topics=SECRET)


def press(client, booking, move: str, **typed):
    sent = {f"{move}-{name}": value for name, value in typed.items()}
    return client.post(address("counselingbooking", "change", booking.pk), {"move": move, **sent}, follow=True)


def status(booking) -> str:
    return CounselingBooking.objects.get(pk=booking.pk).status


def test_advisor_records_that_it_took_place_with_notes(advisor_client, booked, assignment):
    assert SECRET in page(advisor_client.get(address("counselingbooking", "change", booked.pk)))
    shown = page(press(advisor_client, booked, "completed", notes="自分のペースで。"))
    assert status(booked) == "completed"
    assert CounselingNotes.objects.get().assignment == assignment
    assert "自分のペースで。" in shown
    assert "It is recorded that the counseling took place" in shown


def test_advisor_records_that_nobody_came(advisor_client, booked):
    press(advisor_client, booked, "no_show", ticked="on")
    assert (status(booked), Message.objects.count()) == ("no_show", 0)


@pytest.mark.parametrize("move", ["no_show", "cancel"])
def test_button_without_its_tick_changes_nothing(advisor_client, booked, move):
    shown = page(press(advisor_client, booked, move))
    assert "Please tick this first." in shown
    assert status(booked) == "booked"


@pytest.mark.parametrize(("who", "by"), [("advisor", "advisor"), ("desk", "desk"), ("administrator", "desk")])
def test_cancelling_tells_the_seeker_and_says_by_whom(who, by, request, booked, clock):
    clock.move_to(booked.slot.starts_at - timedelta(minutes=1), tick=False)
    press(request.getfixturevalue(f"{who}_client"), booked, "cancel", ticked="on")
    booked.refresh_from_db()
    assert (booked.status, booked.cancelled_by) == ("cancelled", by)
    assert Message.objects.get(recipient=booked.seeker.user).kind == "advisors/cancelled_for_you"


def test_outcome_waits_until_it_has_begun(advisor_client, booked, clock):
    clock.move_to(booked.slot.starts_at - timedelta(minutes=1), tick=False)
    assert 'value="completed"' not in page(advisor_client.get(address("counselingbooking", "change", booked.pk)))
    assert "One cancels before it begins and records after" in page(press(advisor_client, booked, "completed"))
    assert status(booked) == "booked"


def test_second_outcome_is_refused_kindly(advisor_client, booked):
    press(advisor_client, booked, "completed")
    assert "Nothing was changed: this hour is “Took place”" in page(
        press(advisor_client, booked, "no_show", ticked="on")
    )
    assert status(booked) == "completed"


def test_desk_does_not_say_what_came_of_it(desk_client, booked):
    assert press(desk_client, booked, "completed").status_code == 403
    assert status(booked) == "booked"


@pytest.mark.parametrize("who", ["other_advisor", "seeker"])
@pytest.mark.parametrize("move", ["completed", "no_show", "cancel"])
def test_booking_is_out_of_reach_for_others(who, move, request, booked):
    client = request.getfixturevalue(f"{who}_client")
    expected = 404 if who == "other_advisor" else 403
    for pk in (booked.pk, booked.pk + 1000):
        assert client.get(address("counselingbooking", "change", pk)).status_code == expected
    assert press(client, booked, move, ticked="on").status_code == expected
    assert status(booked) == "booked"


@pytest.mark.parametrize(("who", "seen"), [("advisor", True), ("other_advisor", False), ("desk", False)])
def test_notes_are_read_by_the_advisor_alone(who, seen, request, booked, assignment, advisor):
    factories.CounselingNotesFactory(booking=booked, assignment=assignment, text=SECRET + "!")
    response = request.getfixturevalue(f"{who}_client").get(address("counselingbooking", "change", booked.pk))
    assert (SECRET + "!" in page(response)) is seen


@pytest.mark.parametrize(("who", "listed"), [("advisor", True), ("other_advisor", False), ("desk", True)])
def test_list_shows_an_advisor_their_own(who, listed, request, booked, seeker):
    client = request.getfixturevalue(f"{who}_client")
    shown = [page(client.get(address("counselingbooking"), {"q": term})) for term in ("", seeker.member_number)]
    assert [f"/counselingbooking/{booked.pk}/change/" in text for text in shown] == [listed, listed]


def test_list_leaves_the_past_out_unless_asked(advisor_client, booked, clock):
    clock.shift(timedelta(days=1))
    link = f"/counselingbooking/{booked.pk}/change/"
    lists = [page(advisor_client.get(address("counselingbooking"), query)) for query in ({}, {"time": "past"})]
    assert [link in text for text in lists] == [False, True]


def test_slot_names_its_office_without_leading_to_the_page_that_the_desk_keeps(advisor_client, advisor):
    slot = factories.CounselingSlotFactory(advisor=advisor, office=factories.OfficeFactory(name="見本拠点"))
    shown = page(advisor_client.get(address("counselingslot", "change", slot.pk)))
    leads = address("office", "change", slot.office_id)
    assert ("見本拠点" in shown, leads in shown) == (True, False)
    assert advisor_client.get(leads).status_code in {403, 404}
