"""Two browsers, a button pressed twice, the way back: nothing is done twice, and nobody is lost."""

from django.core import mail
from playwright.sync_api import expect

from accounts.models import JobSeeker
from tests.journeys.registering import DETAILS, fill_in, register
from tests.journeys.withdrawing import COMPLETE, STOP, ask_to_withdraw, see_the_answer
from withdrawals.models import WithdrawalRequest


def test_registration_pressed_twice_makes_one_member(hanako):
    hanako.opens("/register/")
    fill_in(hanako)
    hanako.presses_twice("Send me the code")
    hanako.arrives_at("Enter the code")
    hanako.enters({"Code": hanako.mailed_code()})
    hanako.presses_twice("Complete the registration")
    hanako.arrives_at("My page")
    assert JobSeeker.objects.count() == 1


def test_withdrawal_pressed_twice_is_sent_once(member):
    member.opens("/withdraw/")
    member.presses_twice("Withdraw")
    reference = see_the_answer(member)
    assert [request.reference for request in WithdrawalRequest.objects.all()] == [reference]


def test_completing_pressed_twice_completes_once(arrive, seeker):
    member = arrive(seeker.user.email)
    ask_to_withdraw(member, phone=seeker.phone.as_national)
    member.opens_mailed_link(COMPLETE)
    member.presses_twice("Complete it now")
    member.reads("Your withdrawal is being completed.")
    assert member.newest_mail().subject.startswith("Your withdrawal is completed")
    assert WithdrawalRequest.objects.get().status == "completed"


def test_way_back_after_registering_leads_to_my_page(hanako):
    register(hanako)
    hanako.is_told("Welcome. You are registered.")
    hanako.goes_back()
    hanako.arrives_at("My page")
    expect(hanako.page.get_by_role("status")).to_have_count(0)
    hanako.goes_back()
    hanako.arrives_at("My page")


def test_withdrawal_sent_from_two_tabs_is_scheduled_once(member):
    tabs = [member, member.opens_tab()]
    for tab in tabs:
        tab.opens("/withdraw/")
    for tab in tabs:
        tab.presses("Withdraw")
        see_the_answer(tab)
    member.newest_mail()
    assert [message.subject.split(" (")[0] for message in mail.outbox] == ["Your withdrawal has been received"]
    assert sorted(WithdrawalRequest.objects.values_list("status", flat=True)) == ["closed", "scheduled"]


def test_way_back_after_withdrawing_leads_to_the_form(arrive, seeker):
    member = arrive(seeker.user.email)
    reference = ask_to_withdraw(member, phone=seeker.phone.as_national)
    member.goes_back()
    member.arrives_at("Withdraw")
    member.page.go_forward()
    assert see_the_answer(member) == reference
    member.page.reload()
    assert see_the_answer(member) == reference
    assert WithdrawalRequest.objects.count() == 1


def test_one_address_registered_in_two_browsers_makes_one_member(arrive):
    phone, laptop = arrive(DETAILS["E-mail address"]), arrive(DETAILS["E-mail address"])
    for browser in (phone, laptop):
        browser.opens("/register/")
        fill_in(browser)
        browser.presses("Send me the code")
        browser.arrives_at("Enter the code")
        browser.enters({"Code": browser.mailed_code()})
    for browser in (phone, laptop):
        browser.presses("Complete the registration")
        browser.arrives_at("My page")
    assert JobSeeker.objects.count() == 1


def test_stopping_and_completing_in_two_browsers_does_one_of_them(arrive, seeker):
    one, other = arrive(seeker.user.email), arrive(seeker.user.email)
    ask_to_withdraw(one, phone=seeker.phone.as_national)
    stop, complete = one.mailed_link(STOP), one.mailed_link(COMPLETE)
    one.opens(stop)
    other.opens(complete)
    one.presses("Stop the withdrawal")
    one.reads("The withdrawal is stopped.")
    other.presses("Complete it now")
    other.sees("This link no longer works")
    assert WithdrawalRequest.objects.get().status == "cancelled"


def test_other_browser_of_somebody_who_left_is_signed_out(arrive, seeker):
    phone, laptop = arrive(user=seeker.user), arrive(user=seeker.user)
    laptop.opens("/mypage/")
    laptop.arrives_at("My page")
    ask_to_withdraw(phone, phone=seeker.phone.as_national)
    phone.opens_mailed_link(COMPLETE)
    phone.presses("Complete it now")
    phone.reads("Your withdrawal is being completed.")
    phone.newest_mail()
    laptop.follows_on_page("Notices")
    laptop.arrives_at("Sign in")
