"""Somebody with a browser and a mailbox, who does what is written on the pages and in the mails.

Everything is found as people find it: by its label, its role, the sentence before it. Texts are named in English and
looked up in the language the person reads.
"""

import re
from collections.abc import Callable
from copy import copy

from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils.translation import get_language_info, gettext, override
from playwright.sync_api import BrowserContext, Locator, expect

NARROW = {"width": 360, "height": 740}
OVERFLOWING = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HAS_FOCUS = "element => element === document.activeElement"
# A date field marks the part of it that has the focus by itself.
SHOWS_FOCUS = """() => {
    const at = document.activeElement;
    return at === document.body || at.type === "date" || getComputedStyle(at).outlineStyle !== "none";
}"""


class Person:
    def __init__(self, context: BrowserContext, *, email: str, language: str, worker: Callable, browser: dict):
        self.email, self.language, self.worker = email, language, worker
        self.has_touch, self.has_script = browser.get("has_touch"), browser.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.open_page(context)

    def open_page(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.page.on("console", self.note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def note_console(self, line) -> None:
        if line.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {line.text}")

    def says(self, text: str) -> str:
        """The text as it stands on the pages this person reads."""
        with override(self.language):
            return gettext(text)

    # What is on the page

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(self.says(label))}(\s|$)"))

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=self.says(name), exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=self.says(name), exact=True).first

    def card(self, text: str) -> Locator:
        """The part of the page that is about one of several."""
        return self.page.get_by_role("article").filter(has_text=text)

    def value_of(self, term: str) -> str:
        """What stands beside a term in a list of facts."""
        row = self.page.locator("dl > div").filter(has=self.page.get_by_text(self.says(term), exact=True))
        return row.locator("dd").inner_text()

    # What somebody does

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def enters(self, entries: dict[str, str]) -> None:
        self.page.wait_for_load_state()  # a page that is still loading may take the focus for what is wrong in it
        for label, text in entries.items():
            self.field(label).fill(text)

    def chooses(self, label: str, option: str) -> None:
        self.field(label).select_option(label=self.says(option))

    def ticks(self, label: str) -> None:
        self.field(label).check()

    def unticks(self, label: str) -> None:
        self.field(label).uncheck()

    def presses(self, button: str) -> None:
        self.touches(self.button(button))

    def presses_twice(self, button: str) -> None:
        """Press again while the answer is on its way: what was sent once is not sent twice."""
        self.button(button).scroll_into_view_if_needed()
        box, sent = self.button(button).bounding_box(), []
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.route("**", lambda route: sent.append(route))
        with self.page.expect_request("**"):
            self.page.mouse.click(*middle)
        self.page.mouse.click(*middle)
        self.page.wait_for_timeout(500)
        assert len(sent) == 1
        self.page.unroute("**")  # it goes on its way

    def opens_tab(self) -> "Person":
        """Another tab of the same browser, which complains here."""
        tab = copy(self)
        tab.open_page(self.page.context)
        return tab

    def follows(self, link: str) -> None:
        self.touches(self.link(link))

    def follows_on_page(self, link: str) -> None:
        """A link of the page itself, and not of the frame around it."""
        self.touches(self.page.get_by_role("main").get_by_role("link", name=self.says(link), exact=True).first)

    def touches(self, what: Locator) -> None:
        what.tap() if self.has_touch else what.click()

    def opens_menu(self) -> None:
        """Where the screen has no room for a row of links."""
        if self.page.locator(".menu:not([open]) > summary").is_visible():
            self.touches(self.page.locator(".menu > summary"))

    def goes_back(self) -> None:
        self.page.go_back()

    def switches_language(self, language: str) -> None:
        """By the button that says the language in itself."""
        self.opens_menu()
        self.touches(self.page.get_by_role("button", name=get_language_info(language)["name_local"], exact=True))
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        self.language = language

    def tabs_to(self, what: Locator) -> None:
        """Walk there by the Tab key alone, seeing at each step where one is."""
        expect(what).to_be_visible()
        self.page.wait_for_load_state()  # a page that is still loading may take the key and lose the focus
        for _ in range(40):
            self.page.keyboard.press("Tab")
            assert self.shows_focus(), f"focus is not to be seen before {what}"
            if what.evaluate(HAS_FOCUS):
                return
        raise AssertionError(f"the Tab key does not lead to {what}")

    def shows_focus(self) -> bool:
        """Once the browser has drawn it, which takes a moment on a busy machine."""
        for _ in range(30):
            if self.page.evaluate(SHOWS_FOCUS):
                return True
            self.page.wait_for_timeout(100)
        return False

    # What somebody sees

    def arrives_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(self.says(heading))

    def sees(self, heading: str) -> None:
        """Be on the page of this heading, which everybody can use: no barrier axe knows, nothing cut off at 360 px."""
        self.arrives_at(heading)
        if self.has_script:
            self.meets_no_barrier()

    def fits_the_screen(self) -> bool:
        """Once the browser has laid it out anew, which takes a moment on a busy machine."""
        for _ in range(30):
            if not self.page.evaluate(OVERFLOWING):
                return True
            self.page.wait_for_timeout(100)
        return False

    def meets_no_barrier(self) -> None:
        self.page.wait_for_load_state()  # of half a page axe would say that it has no heading
        size = self.page.viewport_size
        self.page.set_viewport_size(NARROW)
        assert self.fits_the_screen(), f"{self.page.url} is wider than a narrow phone"
        self.page.set_viewport_size(size)
        complaints = [*self.complaints]
        found = Axe().run(self.page)
        self.complaints[:] = complaints  # axe itself applies a style that the policy forbids
        assert found.violations_count == 0, found.generate_report()

    def is_told(self, text: str) -> None:
        expect(self.page.get_by_role("status")).to_contain_text(self.says(text))

    def reads(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(self.says(text))

    def has_entered(self, entries: dict[str, str]) -> None:
        for label, text in entries.items():
            expect(self.field(label)).to_have_value(text)

    def is_refused(self, *sentences: str) -> None:
        """Be told exactly what is wrong, each sentence a link to its field, which is marked."""
        links = self.page.locator("[data-error-summary]").get_by_role("link")
        expect(links).to_have_text(list(sentences))
        expect(self.page.locator(":is(.field, .desk-field):has([aria-invalid=true])")).to_have_count(len(sentences))
        for link in links.all():
            link.click()
            expect(self.page.locator(":focus")).to_have_attribute("aria-invalid", "true")

    # What comes by mail

    def newest_mail(self) -> mail.EmailMessage:
        self.worker()
        return [message for message in mail.outbox if message.to == [self.email]][-1]

    def mailed_code(self) -> str:
        return re.search(r"^ *(\d{6})$", self.newest_mail().body, re.MULTILINE).group(1)

    def mailed_link(self, sentence: str) -> str:
        """The address that stands after this sentence."""
        _, _, rest = self.newest_mail().body.partition(self.says(sentence))
        return rest.split()[0]

    def opens_mailed_link(self, sentence: str) -> None:
        self.opens(self.mailed_link(sentence))
