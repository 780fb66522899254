"""The desk books a counseling for a seeker who is on the phone."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Message
from advisors.models import Assignment, CounselingBooking
from tests import factories
from tests.costs import counted

ADD = reverse("admin:advisors_counselingbooking_add")
MONDAY = date(2026, 11, 30)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def slot(advisor):
    return factories.CounselingSlotFactory(advisor=advisor, held_on=MONDAY, hour=10)


def page(client, seeker, **asked):
    return client.get(ADD, {"seeker": seeker.pk, **asked})


def press(client, seeker, slot, **typed):
    typed = {"form": "phone", "topics": "", "field": "", **typed}
    return client.post(f"{ADD}?seeker={seeker.pk}&slot={slot.pk}", typed, follow=True)


def text(response) -> str:
    return response.content.decode()


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_desk_finds_a_time_and_books_it_from_the_seekers_page(desk_client, seeker, slot, worker, mailoutbox):
    assert f"{ADD}?seeker={seeker.pk}" in text(
        desk_client.get(reverse("admin:accounts_jobseeker_change", args=[seeker.pk]))
    )
    assert f"slot={slot.pk}" in text(page(desk_client, seeker))
    assert page(desk_client, seeker, slot=slot.pk).status_code == 200
    press(desk_client, seeker, slot, topics="履歴書の書き方")
    booking = CounselingBooking.objects.get()
    assert (booking.slot, booking.booked_by, booking.topics) == (slot, "desk", "履歴書の書き方")
    assert Assignment.objects.current().get().advisor == slot.advisor
    worker()
    assert [mail.to for mail in mailoutbox if mail.subject.endswith(": counseling booked")] == [[seeker.user.email]]


def test_seeker_books_as_themselves(seeker_client, seeker, slot):
    seeker_client.post(reverse("advisors:book", args=[slot.pk]), {"form": "phone"})
    assert CounselingBooking.objects.get().booked_by == "seeker"


def test_times_are_those_of_the_wish_and_of_nobody_left(desk_client, seeker, slot, other_advisor):
    seeker.advisor_gender = "male"
    seeker.save()
    assert "There is no free time that fits" in text(page(desk_client, seeker))
    assert said(press(desk_client, seeker, slot))[-1].startswith("Somebody else has just taken this time.")
    assert not CounselingBooking.objects.exists()


def test_seeker_with_an_advisor_is_offered_theirs(desk_client, seeker, assignment, slot, other_advisor):
    foreign = factories.CounselingSlotFactory(advisor=other_advisor, held_on=MONDAY, hour=11)
    shown = text(page(desk_client, seeker))
    assert (f"slot={slot.pk}" in shown, f"slot={foreign.pk}" in shown) == (True, False)


def test_time_that_is_gone_is_refused_kindly(desk_client, seeker, other_seeker, slot):
    factories.CounselingBookingFactory(slot=slot, seeker=other_seeker)
    response = press(desk_client, seeker, slot)
    assert said(response) == ["Somebody else has just taken this time. These are the times that are free now."]
    assert response.redirect_chain == [(f"{ADD}?seeker={seeker.pk}", 302)]


def test_pressed_twice_it_is_booked_once(desk_client, seeker, slot):
    press(desk_client, seeker, slot)
    assert said(press(desk_client, seeker, slot)) == [
        "There is a counseling ahead already. If this other time suits better, please move it."
    ]
    assert (CounselingBooking.objects.count(), Message.objects.filter(kind="advisors/booked").count()) == (1, 1)


def test_leaving_seeker_is_booked_nothing(desk_client, seeker, slot):
    factories.WithdrawalRequestFactory(seeker=seeker, status="scheduled")
    assert "The withdrawal of this job seeker is scheduled." in text(page(desk_client, seeker))
    press(desk_client, seeker, slot)
    assert not CounselingBooking.objects.exists()


def test_form_the_time_does_not_allow_is_refused_and_what_was_typed_stays(desk_client, seeker, slot):
    response = press(desk_client, seeker, slot, form="office", topics="履歴書の書き方")
    assert response.context["form"].errors == {
        "form": ["This time cannot be had in that form. Choose one of the list."]
    }
    assert "履歴書の書き方" in text(response)


@pytest.mark.parametrize("asked", [{"seeker": "0"}, {"seeker": "x"}, {"seeker": "9" * 5000}])
def test_seeker_who_is_not_there_is_none(desk_client, asked):
    assert desk_client.get(ADD, asked).status_code == 404


@pytest.mark.parametrize("asked", [{"slot": "x"}, {"slot": "9" * 400}, {"day": "x"}, {"place": "x"}, {"gender": "x"}])
def test_nonsense_in_the_address_is_left_aside(desk_client, seeker, slot, asked):
    response = desk_client.get(ADD, {"seeker": seeker.pk, **asked}, follow=True)
    assert response.status_code == 200
    assert f"slot={slot.pk}" in text(response)


def test_page_without_a_seeker_leads_to_the_seekers(desk_client):
    assert desk_client.get(ADD).url == reverse("admin:accounts_jobseeker_changelist")


@pytest.mark.parametrize("who", ["advisor", "other_advisor", "seeker"])
def test_nobody_else_books_for_a_seeker(who, request, seeker, assignment, slot, other_advisor):
    client = request.getfixturevalue(f"{who}_client")
    assert page(client, seeker).status_code == 403
    assert press(client, seeker, slot).status_code == 403
    assert not CounselingBooking.objects.exists()


def test_page_costs_the_same_with_one_time_and_with_three(desk_client, seeker, slot):
    costs = []
    for hour in (None, 12, 13):
        if hour:
            factories.CounselingSlotFactory(
                held_on=MONDAY, hour=hour, office=factories.OfficeFactory(), advisor=factories.AdvisorFactory()
            )
        with counted() as sent:
            assert page(desk_client, seeker).status_code == 200
        costs.append(len(sent))
    assert costs == [costs[0]] * 3
