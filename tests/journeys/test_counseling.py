"""A seeker books a counseling, moves it, cancels it, and meets a time that has just gone; the advisor notes it down."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from advisors.models import CounselingBooking, CounselingSlot, SlotWait
from advisors.tasks import tell_who_waits
from tests import factories
from tests.journeys.conftest import PHONE, in_english

TUESDAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def times(advisor):
    """Two advisors with hours on three days, at an office and online."""
    office = factories.OfficeFactory(name="見本拠点", map_url="https://map.example/")
    advisor.introduction, advisor.fields_of_work = "はじめまして。ゆっくりお話ししましょう。", ["it", "office"]
    advisor.languages = ["ja", "en"]
    advisor.save()
    other = factories.AdvisorFactory(name="例示アドバイザー", gender="male")
    for who, place in ((advisor, office), (other, None)):
        for day, hour in [(0, 10), (0, 11), (0, 15), (1, 10), (7, 14)]:
            factories.CounselingSlotFactory(advisor=who, office=place, held_on=TUESDAY + timedelta(days=day), hour=hour)
    return advisor


def choose(person, name: str, hour: str = "10:00") -> None:
    person.touches(person.card(name).get_by_role("link", name=hour))


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), in_english("light")])
def test_seeker_books_on_a_phone(arrive, seeker, times, language, colours):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, color_scheme=colours, **PHONE)
    member.opens("/mypage/")
    member.follows("Book counseling")
    member.sees("Counseling")
    choose(member, times.name)
    member.sees("Book counseling")
    member.touches(member.page.get_by_label("見本拠点"))
    member.enters({"What you would like to talk about": "はたらくのは初めてです。"})
    member.presses_twice("Book this time")
    member.sees("Counseling")
    member.is_told("Your counseling is booked. The details are on their way by mail.")
    member.reads("はたらくのは初めてです。")
    assert member.newest_mail().attachments[0].filename == "calendar.ics"
    with member.page.expect_download() as download:
        member.follows("Put it into my calendar")
    assert "BEGIN:VEVENT" in download.value.path().read_text()


@pytest.mark.parametrize(("language", "colours"), [("ja", "light"), in_english("dark")])
def test_seeker_moves_and_cancels(arrive, seeker, times, language, colours):
    factories.AssignmentFactory(seeker=seeker, advisor=times)
    slot = times.slots.get(held_on=TUESDAY, hour=10)
    booking = factories.CounselingBookingFactory(slot=slot, seeker=seeker, form="office")
    member = arrive(user=seeker.user, language=language, color_scheme=colours, **PHONE)
    member.opens("/counseling/")
    member.follows("Move to another time")
    member.sees("Move the counseling")
    choose(member, times.name, "15:00")
    member.sees("Move the counseling")
    member.presses("Move to this time")
    member.sees("Counseling")
    member.is_told("Your counseling has moved. The details are on their way by mail.")
    booking.refresh_from_db()
    assert booking.slot.hour == 15
    member.follows("Cancel it")
    member.sees("Cancel the counseling")
    member.presses("Cancel this counseling")
    member.sees("Counseling")
    member.is_told("Your counseling is cancelled.")
    booking.refresh_from_db()
    assert booking.status == "cancelled"


def test_time_that_has_just_gone_is_answered_with_others(arrive, seeker, other_seeker, times):
    slow, quick = arrive(user=seeker.user, **PHONE), arrive(user=other_seeker.user)
    for person in (slow, quick):
        person.opens("/counseling/")
        choose(person, times.name)
    for person in (quick, slow):
        person.touches(person.page.get_by_label("Online"))
        person.presses("Book this time")
    slow.sees("Counseling")
    slow.is_told("Somebody else has just taken this time. These are the times that are free now.")
    choose(slow, times.name, "11:00")
    slow.touches(slow.page.get_by_label("By phone"))
    slow.presses("Book this time")
    slow.arrives_at("Counseling")
    assert sorted(CounselingBooking.objects.values_list("slot__hour", flat=True)) == [10, 11]


def test_seeker_leafs_to_another_week_and_narrows(arrive, seeker, times):
    member = arrive(user=seeker.user, **PHONE)
    member.opens("/counseling/")
    member.follows("Later weeks")
    member.sees("Counseling")
    expect(member.page.get_by_role("heading", level=2).first).to_contain_text("Tue 1 Dec")
    member.follows("Earlier weeks")
    expect(member.page.get_by_role("heading", level=2).first).not_to_contain_text("Tue 1 Dec")
    member.chooses("Advisor", "A man")
    member.presses("Show")
    expect(member.card(times.name)).to_have_count(0)
    expect(member.card("例示アドバイザー")).to_have_count(1)


def test_seeker_whom_nothing_fits_waits_and_is_told(arrive, seeker):
    member = arrive(user=seeker.user, **PHONE)
    member.opens("/counseling/")
    member.reads("There is no time that fits at the moment")
    member.presses("Tell me when there is one")
    member.sees("Counseling")
    member.is_told("We tell you by mail as soon as there is a time that fits.")
    slot = factories.CounselingSlotFactory(held_on=TUESDAY, hour=10)
    tell_who_waits()
    member.opens_mailed_link("You asked us to tell you when there is a time that fits. There is one now:")
    choose(member, slot.advisor.name)
    member.touches(member.page.get_by_label("By phone"))
    member.presses("Book this time")
    member.arrives_at("Counseling")
    assert not SlotWait.objects.exists()


def test_advisor_keeps_hours_and_notes_what_came_of_a_counseling(arrive, seeker, assignment, advisor, clock):
    slot = factories.CounselingSlotFactory(advisor=advisor, held_on=TUESDAY, hour=10)
    booking = factories.CounselingBookingFactory(slot=slot, seeker=seeker, topics="相談です。")
    staff = arrive(user=advisor.user)
    staff.opens(reverse("admin:advisors_weeklyhours_add"))
    staff.page.get_by_label("Day of the week").select_option("0")
    staff.page.get_by_label("From (hour)").select_option("10")
    staff.page.get_by_label("Until (hour)").select_option("12")
    staff.page.get_by_role("button", name="Save", exact=True).click()
    assert CounselingSlot.objects.filter(advisor=advisor).count() == 7
    clock.move_to(slot.ends_at)
    staff.opens(reverse("admin:advisors_counselingbooking_change", args=[booking.pk]))
    staff.meets_no_barrier()
    staff.page.get_by_label("Notes").fill("事務を希望。")
    staff.presses("It took place")
    staff.page.get_by_text("It is recorded that the counseling took place").wait_for()
    staff.meets_no_barrier()
    assert CounselingBooking.objects.get().notes.text == "事務を希望。"
