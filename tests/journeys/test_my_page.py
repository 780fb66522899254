"""What a member sets for themselves: the language, the contact, the notices."""

import zipfile
from datetime import timedelta

from django.core import mail
from playwright.sync_api import expect

from accounts.models import JobSeeker, User
from tests.journeys.conftest import PHONE
from tests.journeys.registering import sign_in


def test_language_stays_from_page_to_page_and_reaches_the_mails(member, seeker):
    member.opens("/mypage/profile/")
    member.switches_language("ja")
    member.sees("Profile")
    member.follows("Back to my page")
    member.arrives_at("My page")
    expect(member.page.locator("html")).to_have_attribute("lang", "ja")
    assert User.objects.get().language == "ja"
    member.opens("/")
    member.switches_language("en")
    member.arrives_at("Your way to work, at your own pace")


def test_visitor_keeps_the_chosen_language(arrive):
    visitor = arrive("hanako@example.com", language="ja", **PHONE)
    visitor.opens("/register/")
    visitor.switches_language("en")
    visitor.sees("Register")
    visitor.follows("How withdrawing works")
    visitor.sees("Withdraw")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")


def test_member_moves_to_another_address_by_its_code(arrive, seeker):
    before, after = seeker.user.email, "new-address@example.com"
    member = arrive(user=seeker.user, **PHONE)
    member.opens("/mypage/")
    member.follows_on_page("Profile")
    member.sees("Profile")
    member.enters({"Given name": "花子", "E-mail address": after, "Phone number": "080-1111-2222"})
    member.presses("Save")
    member.sees("Enter the code")
    member.email = after
    member.enters({"Code": member.mailed_code()})
    member.presses("Change my contact")
    member.arrives_at("My page")
    member.is_told("Your contact is saved.")
    member.worker()
    assert (mail.outbox[-1].subject, mail.outbox[-1].to) == ("Your e-mail address was changed", [before])
    assert JobSeeker.objects.get().phone.as_national == "080-1111-2222"
    sign_in(arrive(after))


def test_member_turns_a_notice_off(member):
    member.opens("/mypage/")
    member.follows_on_page("Notices")
    member.sees("Notices")
    member.unticks("Job notices")
    member.presses("Save")
    member.arrives_at("My page")
    member.is_told("Your notice settings are saved.")
    member.follows_on_page("Notices")
    expect(member.field("Job notices")).not_to_be_checked()
    expect(member.field("Seminar notices")).to_be_checked()


def test_member_proves_who_they_are_and_takes_their_data_along(member, seeker, clock):
    member.opens("/mypage/")
    clock.shift(timedelta(hours=1))
    member.follows_on_page("Your data")
    member.sees("Your data")
    member.follows("Download (zip)")
    member.sees("Once more, to be sure")
    member.presses("Send the code")
    member.enters({"Code": member.mailed_code()})
    member.presses("Continue")
    member.arrives_at("Your data")
    with member.page.expect_download() as download:
        member.follows("Download (zip)")
    with zipfile.ZipFile(download.value.path()) as archive:
        assert seeker.member_number in archive.read("my-data.json").decode()
