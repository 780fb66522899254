"""How somebody becomes a member: from a phone, by keyboard alone, and when they are one already."""

import pytest
from playwright.sync_api import expect

from accounts.models import JobSeeker
from tests.journeys.conftest import PHONE, in_english
from tests.journeys.person import Person
from tests.journeys.registering import DETAILS, fill_in, register, sign_in, type_code


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), in_english("light")])
def test_somebody_registers_from_a_phone_and_corrects_a_mistyped_address(arrive, language, colours):
    hanako = arrive("hanako@example.com", language=language, color_scheme=colours, **PHONE)
    hanako.opens("/")
    hanako.sees("Your way to work, at your own pace")
    hanako.follows("Register in 30 seconds")
    hanako.sees("Register")
    expect(hanako.link("How withdrawing works")).to_be_visible()
    fill_in(hanako, DETAILS | {"E-mail address": "hanaco@example.com"})
    hanako.presses("Send me the code")
    hanako.sees("Enter the code")
    hanako.follows("Correct the address")
    hanako.has_entered({"Family name": "見本", "Phone number": "+819012345678", "year": "2001", "month": "4"})
    hanako.enters({"E-mail address": hanako.email})
    hanako.presses("Send me the code")
    type_code(hanako, "Complete the registration")
    hanako.sees("My page")
    hanako.is_told("Welcome. You are registered.")
    assert JobSeeker.objects.get().advisor_gender == "female"


def test_date_of_birth_is_one_row_of_three_on_a_phone(arrive, db):
    somebody = arrive("hanako@example.com", language="ja", **PHONE)
    somebody.opens("/register/")
    boxes = somebody.page.locator("[data-field=birth_date] input")
    assert boxes.count() == 3
    assert len(set(boxes.evaluate_all("all => all.map(it => it.getBoundingClientRect().top)"))) == 1


def test_somebody_registers_by_keyboard_alone(hanako):
    keys = hanako.page.keyboard
    hanako.opens("/register/")
    hanako.tabs_to(hanako.link("Skip to the content"))
    keys.press("Enter")
    for label, text in {**DETAILS, "day": "4", "Prefecture you live in": "Tokyo"}.items():
        hanako.tabs_to(hanako.field(label))
        keys.type(text)
    hanako.tabs_to(hanako.field("No preference"))
    keys.press("ArrowDown")
    hanako.tabs_to(hanako.button("Send me the code"))
    keys.press("Enter")
    hanako.arrives_at("Enter the code")
    hanako.tabs_to(hanako.field("Code"))
    keys.type(hanako.mailed_code())
    keys.press("Enter")
    hanako.arrives_at("My page")
    member = JobSeeker.objects.get()
    assert (str(member.birth_date), member.prefecture, member.advisor_gender) == ("2001-04-04", "13", "female")


def test_registering_again_shows_a_stranger_nothing_and_lets_the_owner_in(arrive, seeker):
    pages = [page_after_registering(arrive(email)) for email in ("nobody@example.com", seeker.user.email)]
    assert pages[0] == pages[1]
    owner = arrive(seeker.user.email)
    register(owner)
    owner.arrives_at("My page")
    owner.is_told("You are already a member, so we have signed you in. Nothing was changed.")
    assert "You are already registered" in owner.newest_mail().body
    assert JobSeeker.objects.get().given_name == seeker.given_name


def page_after_registering(person: Person) -> str:
    """What is shown before the mailbox is proven, without the address itself."""
    person.opens("/register/")
    fill_in(person, DETAILS | {"E-mail address": person.email})
    person.presses("Send me the code")
    person.arrives_at("Enter the code")
    said = person.page.get_by_role("main").text_content()
    return " ".join(said.replace(person.email, "").split())


def test_member_signs_in_by_the_code_and_out(arrive, seeker):
    member = arrive(seeker.user.email, **PHONE)
    sign_in(member)
    member.opens_menu()
    member.presses("Sign out")
    member.arrives_at("Your way to work, at your own pace")
    member.opens("/mypage/")
    member.arrives_at("Sign in")
