"""Somebody rings up and leaves: found while they speak, told what will be, or called back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import in_english
from withdrawals.models import WithdrawalRequest

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"viewport": {"width": 1280, "height": 900}}
PAGE = "/admin/withdrawals/withdrawalrequest/add/"


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_phone_call_by_a_handful_of_keys(arrive, seeker, other_seeker, desk, language):
    desk.language = language
    desk.save()
    clerk = arrive(user=desk, language=language, **DESK)
    clerk.opens(PAGE)
    clerk.sees("Told by phone")
    keys = clerk.page.keyboard
    keys.type(seeker.phone.as_national)
    expect(clerk.card(seeker.member_number)).to_be_visible()
    expect(clerk.card(other_seeker.member_number)).to_have_count(0)
    clerk.meets_no_barrier()
    keys.press("Enter")
    clerk.reads("Read out")
    clerk.meets_no_barrier()
    keys.press("Space")
    keys.press("Enter")
    clerk.reads("Thank you. The withdrawal is scheduled, and the member is told by mail.")
    request = WithdrawalRequest.objects.get()
    assert (request.status, request.channel, request.identity_checked) == ("scheduled", "phone", True)


def test_what_the_caller_has_said_stands_where_they_are_called_back(arrive, desk):
    clerk = arrive(user=desk, **DESK)
    clerk.opens(PAGE)
    asked, again = (clerk.page.locator(form) for form in ("#caller", "[data-also=caller]"))
    again.get_by_label("Name").fill("見本 すみれ")
    for label, typed in {"Registered phone number": "090-0000-0000", "Name": "見本 さくら"}.items():
        asked.get_by_label(label).press_sequentially(typed)
    expect(again.get_by_label("Phone number to call")).to_have_value("090-0000-0000")
    expect(again.get_by_label("Name")).to_have_value("見本 すみれ")


def test_caller_nobody_knows_is_called_back_without_scripts(arrive, seeker, desk):
    clerk = arrive(user=desk, java_script_enabled=False, **DESK)
    clerk.opens(PAGE)
    clerk.enters({"Registered phone number": "090-0000-0000"})
    clerk.presses("Search")
    clerk.reads("No member fits all of it.")
    expect(clerk.field("Phone number to call")).to_have_value("090-0000-0000")
    clerk.enters({"Phone number to call": ""})
    clerk.presses("Note: call them back")
    clerk.reads("Enter your phone number.")
    clerk.enters({"Phone number to call": seeker.phone.as_national})
    clerk.presses("Note: call them back")
    clerk.reads("Noted: they are to be called back.")
    clerk.presses("Call again later")
    clerk.reads("Noted. It is on the list of calls again.")
    clerk.opens(PAGE)
    clerk.follows(WithdrawalRequest.objects.get().reference)
    card = clerk.card(seeker.member_number)
    card.get_by_role("checkbox").check()
    card.get_by_role("button").click()
    clerk.reads("Thank you. The withdrawal is scheduled, and the member is told by mail.")
