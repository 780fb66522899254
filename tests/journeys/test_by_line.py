"""A member talks by LINE, on a phone beside the browser: links, writes, is answered at night, sends a picture, leaves,
is erased, and comes back.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from playwright.sync_api import Page, expect

from accounts.models import JobSeeker, LineAccount
from accounts.tasks import ask_for_line_name, sweep_messages
from advisors.models import ConversationEntry
from tests.conftest import NOW
from tests.journeys.conftest import in_english
from tests.journeys.person import NARROW, Person
from tests.journeys.registering import register
from tests.journeys.withdrawing import pass_the_grace_time
from tests.line_demo import Demo
from tests.line_double import Double, Line
from withdrawals.models import WithdrawalRequest

NIGHT = NOW.replace(hour=22)
MORNING = NOW.replace(hour=9, minute=1) + timedelta(days=1)
TEXT = "What you want to say"
WARNING = "Did somebody else send you this link? Then close this page: they would read what your advisor writes."


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def line(settings, live_server, clock):
    """The double as `make run LINE=demo` starts it: with a page that is the phone."""
    double = Double(Line(webhook=f"{live_server.url}/line/webhook/"), handler=Demo)
    with double as line:
        settings.LINE_CHANNEL_SECRET, settings.LINE_CHANNEL_ACCESS_TOKEN = line.secret, line.token
        settings.LINE_CHANNEL, settings.LINE_API_BASE = True, double.base
        yield line


@dataclass
class Phone:
    """LINE on the phone of somebody, whose browser is beside it."""

    page: Page
    base: str
    person: Person

    def presses(self, name: str) -> None:
        """And the worker does what follows."""
        self.page.goto(self.base)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()
        self.person.worker()

    def says(self, text: str) -> None:
        self.page.goto(self.base)
        self.page.get_by_label("メッセージ").fill(text)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="送信", exact=True).click()
        self.person.worker()

    def newest(self) -> str:
        """Asked for beside the page, which looks for news by itself."""
        page = self.page.context.request.get(f"{self.base}/messages").text()
        said = re.search(r'<p class="it[^>]*>(.*?)</p>', page, re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "", said[1])) if said else ""

    def shows(self, text: str) -> None:
        assert self.person.says(text) in self.newest()

    def link(self) -> str:
        return re.search(r"http\S+linkToken=\S+", self.newest())[0]


@pytest.fixture
def phone_of(settings, line):
    def phone(person: Person) -> Phone:
        return Phone(person.page.context.new_page(), settings.LINE_API_BASE, person)

    return phone


def link(person: Person, phone: Phone) -> None:
    """From the page that says how, to LINE's question and back."""
    person.opens("/mypage/line/")
    person.sees("Messages by LINE")
    phone.presses("友だちに追加")
    person.opens(phone.link())
    person.sees("Link LINE")
    person.presses("Link LINE")
    person.page.get_by_role("button", name="連携する").click()
    expect(person.page.get_by_text("連携を受け付けました。")).to_be_visible()
    assert person.newest_mail().subject == person.says("LINE is linked to your membership")


@pytest.fixture
def her(arrive, assignment, line):
    """The member, on a narrow screen; `with_scripts` and in which language is said by the test."""

    def arrives(language: str, *, scripts: bool) -> Person:
        user = assignment.seeker.user
        type(user).objects.filter(pk=user.pk).update(language=language)
        return arrive(user=user, language=language, java_script_enabled=scripts, viewport=NARROW)

    return arrives


@pytest.fixture
def staff(arrive, assignment):
    return arrive(user=assignment.advisor.user)


@pytest.mark.parametrize(("language", "scripts"), [("ja", False), in_english(True)])
def test_member_links_chooses_and_ends_it(her, phone_of, assignment, language, scripts):
    ask_for_line_name()
    person = her(language, scripts=scripts)
    phone = phone_of(person)
    person.opens("/mypage/")
    person.follows_on_page("LINE")
    assert "line.me" in person.link("Add us as a friend at LINE").get_attribute("href")
    link(person, phone)
    person.opens("/mypage/line/")
    person.sees("Messages by LINE")
    person.ticks("Notices you have left on")
    person.presses("Save")
    person.is_told("Your choice is saved.")
    assert LineAccount.objects.get().topics.count() == 3
    person.presses("End the link to LINE")
    person.is_told("The link to LINE has ended. From now on everything comes by mail.")
    assert person.newest_mail().subject == person.says("The link to LINE has ended")
    phone.says("もしもし")
    phone.link()


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_link_that_somebody_else_sent_leads_nowhere(her, phone_of, arrive, other_seeker, language):
    """Whoever opens it, LINE asks on their own phone, and says no."""
    person, thief = her(language, scripts=True), arrive(user=other_seeker.user)
    lure = phone_of(thief)
    lure.presses("友だちに追加")
    phone_of(person).presses("友だちに追加")
    person.opens(lure.link())
    person.sees("Link LINE")
    person.reads(WARNING)
    person.presses("Link LINE")
    person.page.get_by_role("button", name="連携する").click()
    expect(person.page.get_by_text("連携できないリンクです。")).to_be_visible()
    person.worker()
    assert not LineAccount.objects.exists()


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_member_talks_at_night_and_leaves_and_comes_back(
    her, staff, desk, phone_of, arrive, assignment, clock, language
):
    person = her(language, scripts=True)
    phone = phone_of(person)
    link(person, phone)
    clock.move_to(NIGHT)
    phone.says("明日の面接、服装は何がよいですか。")
    phone.shows({"ja": "ただいま営業時間外です。", "en": "Our office is closed just now"}[language])
    answers_at_night(staff, assignment)
    clock.move_to(MORNING)
    sweep_messages()
    person.worker()
    phone.shows("スーツで大丈夫です。")
    sends_a_picture(person, phone, staff, assignment)
    leaves(phone, arrive(user=desk))
    person.worker()
    pass_the_grace_time(clock)
    person.worker()
    assert not JobSeeker.objects.filter(pk=assignment.seeker_id).exists()
    assert (LineAccount.objects.count(), ConversationEntry.objects.count()) == (0, 0)
    comes_back(person, phone)
    assert LineAccount.objects.get().seeker == JobSeeker.objects.get()


def answers_at_night(staff: Person, assignment) -> None:
    """Written, seen when it goes, changed."""
    staff.opens(f"/admin/advisors/conversationentry/with/{assignment.seeker_id}/")
    staff.reads("明日の面接、服装は何がよいですか。")
    staff.reads("By LINE")
    staff.enters({TEXT: "スーツで大丈夫てす。"})
    staff.presses("Send")
    staff.reads("It goes on Sat 21 Nov, 09:00")
    staff.follows("Change it or take it back")
    staff.meets_no_barrier()
    staff.enters({TEXT: "スーツで大丈夫です。"})
    staff.presses("Save")
    staff.reads("スーツで大丈夫です。")
    assert ConversationEntry.objects.count() == 2


def sends_a_picture(person: Person, phone: Phone, staff: Person, assignment) -> None:
    phone.presses("画像を送る")
    staff.opens(f"/admin/advisors/conversationentry/with/{assignment.seeker_id}/")
    staff.reads("A picture")
    person.opens("/advisor/")
    person.sees("My advisor")
    person.reads("By LINE")


def leaves(phone: Phone, clerk: Person) -> None:
    phone.says("仕事が決まったので退会します。")
    phone.shows("To have it done now, use this form:")
    clerk.opens("/admin/withdrawals/leavingmessage/")
    clerk.page.locator("#result_list a").first.click()
    clerk.meets_no_barrier()
    clerk.presses("Record the withdrawal")
    assert WithdrawalRequest.objects.get().channel == "line"


def comes_back(person: Person, phone: Phone) -> None:
    """As a stranger, here and there."""
    phone.says("ありがとうございました。")
    person.opens(phone.link())
    person.arrives_at("Sign in")
    register(person)
    person.opens(phone.link())
    person.sees("Link LINE")
    person.presses("Link LINE")
    person.page.get_by_role("button", name="連携する").click()
    expect(person.page.get_by_text("連携を受け付けました。")).to_be_visible()
    person.worker()
