"""What does not fit is said beside the field and linked from the top, what was typed stays; without JavaScript too."""

import pytest
from playwright.sync_api import expect

from tests.journeys.registering import DETAILS, fill_in

with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@with_and_without_script
def test_empty_registration_names_every_field(arrive, script):
    hanako = arrive("hanako@example.com", java_script_enabled=script)
    hanako.opens("/register/")
    hanako.presses("Send me the code")
    hanako.sees("Register")
    if script:
        expect(hanako.page.get_by_role("alert")).to_be_focused()
    hanako.is_refused(
        "Enter your family name.",
        "Enter your given name.",
        "Enter your e-mail address.",
        "Enter your phone number.",
        "Enter your date of birth.",
        "Prefecture you live in: Choose your prefecture.",
    )


@with_and_without_script
def test_what_was_typed_stays_beside_a_mistake(arrive, script):
    hanako = arrive("hanako@example.com", java_script_enabled=script)
    hanako.opens("/register/")
    typed = DETAILS | {"E-mail address": "hanako.example.com", "year": "2016"}
    fill_in(hanako, typed)
    hanako.presses("Send me the code")
    hanako.sees("Register")
    hanako.is_refused(
        "This is not an e-mail address. It looks like name@example.jp.",
        "Date of birth: The service is for people from 18 to 34.",
    )
    hanako.has_entered(typed | {"Prefecture you live in": "13"})
    expect(hanako.field("A woman")).to_be_checked()


@with_and_without_script
def test_withdrawal_asks_for_a_number_that_can_be_read(arrive, script):
    hanako = arrive("hanako@example.com", java_script_enabled=script)
    hanako.opens("/withdraw/")
    typed = {"Registered phone number": "090-12", "Registered e-mail address": hanako.email}
    hanako.enters(typed | {"Anything you want to tell us": "Thank you."})
    hanako.chooses("Reason", "I have found a job")
    hanako.presses("Withdraw")
    hanako.sees("Withdraw")
    hanako.is_refused("Registered phone number: This is not a phone number in Japan. It looks like 090-1234-5678.")
    hanako.has_entered(typed | {"Anything you want to tell us": "Thank you.", "Reason": "found_job"})
    hanako.enters({"Registered phone number": "090-1234-5678"})
    hanako.presses("Withdraw")
    hanako.sees("We have received it")
