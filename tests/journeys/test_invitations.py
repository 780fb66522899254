"""Somebody asks their former advisor to come back: an address, a mail, a registration, and the advisor is proposed."""

import re

import pytest
from django.core import mail

from advisors.models import Invitation
from tests import factories
from tests.journeys.conftest import in_english
from tests.journeys.registering import DETAILS, fill_in, type_code

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"viewport": {"width": 1280, "height": 900}}


def invited_by(writer) -> str:
    """The link of an invitation that somebody writes by the keyboard."""
    writer.opens("/admin/advisors/invitation/add/")
    writer.sees("Invite somebody")
    writer.presses("Look at it once more")
    writer.reads("Enter your e-mail address.")
    writer.enters({"E-mail address": "hanako@example.com"})
    writer.page.keyboard.press("Enter")
    writer.sees("Send the invitation")
    writer.tabs_to(writer.button("Send the invitation"))
    writer.page.keyboard.press("Enter")
    writer.reads("The invitation is on its way. The address is not shown here again.")
    writer.worker()
    return re.search(r"https?://\S+/invitation/\S+", mail.outbox[-1].body).group()


def registered_by(hanako, link):
    hanako.opens(link)
    hanako.sees("You are invited")
    hanako.tabs_to(hanako.button("Go on by this invitation"))
    hanako.page.keyboard.press("Enter")
    hanako.arrives_at("Register")
    fill_in(hanako, DETAILS)
    hanako.presses("Send me the code")
    type_code(hanako, "Complete the registration")
    hanako.is_told("Welcome. You are registered.")
    return hanako


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_advisor_invites_and_is_proposed(arrive, advisor, language):
    advisor.user.language = language
    advisor.user.save()
    factories.CounselingSlotFactory(advisor=advisor)
    link = invited_by(arrive(user=advisor.user, language=language, **DESK))
    hanako = registered_by(arrive("hanako@example.com", language=language), link)
    hanako.opens("/counseling/")
    hanako.sees("Counseling")
    hanako.reads("Your invitation")
    hanako.touches(
        hanako.page.get_by_role("link", name=hanako.says("See the times of %(name)s") % {"name": advisor.name})
    )
    hanako.sees("Counseling")
    assert Invitation.objects.get().status == "used"
    late = arrive("late@example.com", language=language)
    late.opens(link)
    late.sees("This invitation no longer counts")


def test_mistyped_address_is_taken_back_and_sent_anew_without_scripts(arrive, desk):
    clerk = arrive(user=desk, java_script_enabled=False, **DESK)
    for address in ("wrong@example.com", "right@example.com"):
        clerk.opens("/admin/advisors/invitation/add/")
        clerk.enters({"E-mail address": address})
        clerk.presses("Look at it once more")
        clerk.presses("Send the invitation")
        clerk.reads("The invitation is on its way.")
        if address.startswith("wrong"):
            clerk.follows("Take the invitation back")
            clerk.presses("Take the invitation back")
            clerk.reads("The invitation no longer counts.")
    clerk.worker()
    assert [it.to for it in mail.outbox] == [["right@example.com"]]
