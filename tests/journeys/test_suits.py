"""A seeker finds their size, borrows a suit, moves its days and brings it back; the desk hands it out by its number."""

from datetime import date

import pytest
from playwright.sync_api import expect

from support.models import Suit, SuitLoan
from tests import factories
from tests.journeys.conftest import PHONE, in_english

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rack():
    """Two offices with suits; of the one that is wanted there is one."""
    here, there = factories.OfficeFactory(name="見本拠点"), factories.OfficeFactory(name="別の拠点")
    factories.SuitFactory(number="S-012", office=here)
    factories.SuitFactory(number="S-013", office=here, size="11")
    factories.SuitFactory(number="S-101", office=there)
    return here


def in_language(seeker, language: str):
    seeker.user.language = language
    seeker.user.save()
    return seeker.user


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), in_english("light")])
def test_seeker_borrows_a_suit_on_a_phone(arrive, seeker, rack, language, colours):
    member = arrive(user=in_language(seeker, language), language=language, color_scheme=colours, **PHONE)
    member.opens("/support/")
    member.follows("Reserve a suit")
    member.sees("Suits to borrow")
    member.follows("Find my size")
    member.sees("Find my size")
    member.ticks("Women's")
    member.enters({"Chest (cm)": "８３", "Waist (cm)": "64", "Height (cm)": "158"})
    member.presses("Show the size")
    member.sees("Find my size")
    member.follows("Reserve a suit of this size")
    expect(member.field("Size")).to_have_value("9")
    member.field("Office where you pick it up and bring it back").select_option(label="見本拠点")
    member.presses("Reserve this suit")
    member.reads("Enter the day you need it.")
    expect(member.field("Size")).to_have_value("9")
    member.enters({"The day you need it": "2026-12-01"})
    member.presses_twice("Reserve this suit")
    member.sees("Suits to borrow")
    member.is_told("Your suit is reserved. The details are on their way by mail.")
    assert SuitLoan.objects.get().pick_up_on == date(2026, 11, 27)
    assert member.newest_mail().attachments[0].filename == "calendar.ics"


@pytest.mark.parametrize(("language", "colours"), [("ja", "light"), in_english("dark")])
def test_seeker_moves_and_cancels(arrive, seeker, rack, language, colours):
    factories.SuitLoanFactory(item=rack_item("S-012"), seeker=seeker)
    member = arrive(user=in_language(seeker, language), language=language, color_scheme=colours, **PHONE)
    member.opens("/mypage/")
    member.reads("Pick up the suit")
    member.opens("/support/suits/")
    member.sees("Suits to borrow")
    member.follows("Move the days")
    member.sees("Move the days of the suit")
    member.enters({"Return": "2026-12-05"})
    member.presses("Take these days")
    expect(member.page.locator("[aria-invalid=true]")).to_have_count(1)
    member.enters({"Return": "2026-12-04"})
    member.presses("Take these days")
    member.is_told("The days of your suit are changed. They are on their way by mail.")
    member.follows("Cancel it")
    member.sees("Cancel the suit")
    member.presses("Cancel this reservation")
    member.is_told("Your reservation is cancelled.")


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_seeker_without_scripts_takes_what_is_free_instead(arrive, seeker, rack, language):
    factories.SuitLoanFactory(item=rack_item("S-012"))
    member = arrive(user=in_language(seeker, language), language=language, java_script_enabled=False, **PHONE)
    member.opens("/support/suits/")
    member.ticks("Women's, with a skirt")
    member.field("Size").select_option(value="9")
    member.field("Office where you pick it up and bring it back").select_option(label="見本拠点")
    member.enters({"The day you need it": "2026-12-01"})
    member.presses("Reserve this suit")
    member.reads("No suit of this size is free at this office on these days. Nothing was changed.")
    member.touches(member.page.get_by_role("link", name="別の拠点"))
    expect(member.field("The day you need it")).to_have_value("2026-12-01")
    member.presses("Reserve this suit")
    member.is_told("Your suit is reserved. The details are on their way by mail.")
    assert SuitLoan.objects.get(seeker=seeker).office.name == "別の拠点"


def rack_item(number: str):
    return Suit.objects.get(number=number)


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_two_want_the_last_one(arrive, seeker, other_seeker, rack, language):
    people = [arrive(user=in_language(it, language), language=language, **PHONE) for it in (seeker, other_seeker)]
    for person in people:
        person.opens("/support/suits/?cut=womens_skirt&size=9&needed_on=2026-12-01")
        person.field("Office where you pick it up and bring it back").select_option(label="見本拠点")
    for person in people:
        person.presses("Reserve this suit")
    people[0].is_told("Your suit is reserved. The details are on their way by mail.")
    people[1].reads("These are free on the same days")
    people[1].sees("Suits to borrow")


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_desk_hands_out_and_takes_back_by_number(arrive, desk, seeker, rack, language):
    days = {"pick_up_on": date(2026, 11, 20), "needed_on": date(2026, 11, 25), "return_on": date(2026, 11, 27)}
    loan = factories.SuitLoanFactory(item=rack_item("S-012"), seeker=seeker, **days)
    desk.language = language
    desk.save()
    staff = arrive(user=desk, language=language)
    for button, done, status in [
        ("Hand out", "The suit is handed out.", "lent"),
        ("Take back", "The suit is back.", "returned"),
    ]:
        staff.opens("/admin/")
        staff.field("Number on the tag: hand out or take back").fill("s-012")
        staff.presses("Next")
        staff.page.get_by_role("button", name=staff.says(button)).click()
        expect(staff.page.get_by_text(staff.says(done))).to_be_visible()
        loan.refresh_from_db()
        assert loan.status == status


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_desk_gives_another_to_whom_none_is_left(arrive, desk, seeker, rack, language):
    loan = factories.SuitLoanFactory(item=rack_item("S-012"), seeker=seeker)
    item = rack_item("S-012")
    item.condition = "damaged"
    item.save()
    desk.language = language
    desk.save()
    staff = arrive(user=desk, language=language)
    staff.opens("/admin/")
    staff.page.locator("#suits-affected + ol").get_by_role("link").click()
    staff.field("Free on these days").select_option(index=0)
    staff.presses("Hold this one instead")
    expect(staff.page.get_by_text(staff.says("Another suit is held, and the seeker is told by mail."))).to_be_visible()
    loan.refresh_from_db()
    assert loan.size == "11"
