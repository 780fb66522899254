"""How a member leaves: doing nothing more, at once, after all not, and with a phone number that has changed."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import JobSeeker
from tests.journeys.conftest import PHONE, in_english
from tests.journeys.person import Person
from tests.journeys.withdrawing import (
    COMPLETE,
    CONFIRM,
    FOLLOW,
    STOP,
    ask_to_withdraw,
    complete_at_once,
    pass_the_grace_time,
    see_the_answer,
)
from withdrawals.models import WithdrawalRequest


@pytest.mark.parametrize(("language", "colours"), [("ja", "dark"), in_english("light")])
def test_member_withdraws_from_my_page_and_need_do_nothing_more(arrive, seeker, clock, language, colours):
    seeker.user.language = language
    seeker.user.save()
    member = arrive(user=seeker.user, language=language, color_scheme=colours, **PHONE)
    member.opens("/mypage/")
    member.follows_on_page("Withdraw")
    member.sees("Withdraw")
    member.has_entered({"Registered phone number": seeker.phone.as_national, "Registered e-mail address": member.email})
    member.presses("Withdraw")
    reference = see_the_answer(member)
    member.sees("We have received it")
    assert reference in member.newest_mail().subject
    member.opens("/mypage/")
    member.reads("Your withdrawal is under way")
    member.sees("My page")
    pass_the_grace_time(clock)
    assert reference in member.newest_mail().subject
    member.opens("/mypage/")
    member.sees("Sign in")
    assert not JobSeeker.objects.exists()


def test_member_stops_the_withdrawal_by_the_mail(arrive, seeker):
    member = arrive(seeker.user.email, **PHONE)
    reference = ask_to_withdraw(member, phone=seeker.phone.as_national)
    member.opens_mailed_link(STOP)
    member.sees("Stop the withdrawal")
    assert WithdrawalRequest.objects.get().status == "scheduled"
    member.presses("Stop the withdrawal")
    member.reads("The withdrawal is stopped. Your membership goes on as it was.")
    member.sees("Stop the withdrawal")
    assert member.newest_mail().subject == f"Your withdrawal has been stopped ({reference})"
    member.follows("See how far it is")
    member.sees("Your request to withdraw")
    member.reads("The details were sent by mail.")
    assert JobSeeker.objects.get() == seeker


def test_member_completes_at_once_and_checks_the_receipt(member, seeker):
    member.opens("/withdraw/")
    member.presses("Withdraw")
    reference = see_the_answer(member)
    status_page = member.mailed_link(FOLLOW)
    complete_at_once(member)
    receipt = re.search(r"BEGIN -----\n(.*)\n-----", member.newest_mail().body, re.DOTALL).group(1)
    member.opens("/withdraw/receipt/")
    member.sees("Check a receipt")
    member.enters({"Receipt": receipt})
    member.presses("Check it")
    member.reads(f"Withdrawal {reference}, completed on Fri 20 Nov.")
    member.sees("Check a receipt")
    member.opens("/mypage/")
    member.arrives_at("Sign in")
    member.opens(status_page)
    member.reads("The details were sent by mail.")
    member.sees("Your request to withdraw")


def test_link_that_was_used_says_so(arrive, seeker):
    member = arrive(seeker.user.email)
    ask_to_withdraw(member, phone=seeker.phone.as_national)
    links = [member.mailed_link(sentence) for sentence in (STOP, COMPLETE)]
    complete_at_once(member)
    member.newest_mail()
    for link in links:
        member.opens(link)
        member.sees("This link no longer works")


def test_changed_phone_is_made_up_for_by_the_mailbox(arrive, seeker):
    member = arrive(seeker.user.email, **PHONE)
    reference = ask_to_withdraw(member, phone="090-1111-2222")
    assert member.newest_mail().subject == f"Please confirm your withdrawal ({reference})"
    member.opens_mailed_link(CONFIRM)
    member.sees("Confirm your withdrawal")
    member.presses("Yes, I want to withdraw")
    member.reads("Thank you. Your withdrawal is under way; the details reach you by mail.")
    assert member.newest_mail().subject == f"Your withdrawal has been received ({reference})"
    assert WithdrawalRequest.objects.get().status == "scheduled"


def test_answer_page_is_the_same_for_everybody(arrive, seeker):
    phone, email = seeker.phone.as_national, seeker.user.email
    asked = [(email, phone), (email, "090-1111-2222"), ("x@example.com", phone), ("x@example.com", "090-1111-2222")]
    pages = [answer_to(arrive(email), phone) for email, phone in asked]
    assert pages == [pages[0]] * 4


def answer_to(person: Person, phone: str) -> str:
    """The whole answer page without what is this one request's alone."""
    reference = ask_to_withdraw(person, phone=phone)
    own = rf"(?<=/withdraw/status/)[^/]+|{reference}|(?<=csrfmiddlewaretoken\" value=\")\w+"
    return re.sub(own, "...", person.page.content())


def test_reader_sees_the_way_by_phone_before_the_form(hanako):
    hanako.opens("/")
    hanako.follows("Withdraw")
    hanako.arrives_at("Withdraw")
    expect(hanako.page.get_by_role("main")).to_contain_text("Nobody will try to keep you.")
    expect(hanako.page.locator("[required]")).to_have_count(2)
