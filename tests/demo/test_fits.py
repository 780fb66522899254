"""Every page of visitors and members, drawn by a browser: no wider than a small phone, nor with text twice as large."""

import gzip
import mimetypes
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

from tests import walking

TEXTS = ("text/", "image/svg")
MOST = 60_000  # bytes, of a page with all it asks for
AFTER_THE_TEXT = 0.05  # seconds
SHIFT = 0.01  # Lighthouse calls a tenth good
HOST = "http://testserver"
SMALL, USUAL = {"width": 360, "height": 740}, {"width": 390, "height": 844}
TWICE = {"standard": 32, "fixed": 26}
AS_IT_WAS = {"standard": 16, "fixed": 13}
# What sticks out to the right, and whether the head takes more than a third of the screen.
TOO_LARGE = """() => {
    const room = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth - room;
    const out = [...document.body.querySelectorAll("*")].filter(it => it.getBoundingClientRect().right > room + 1);
    const named = it => it.tagName.toLowerCase() + "." + it.className + ": " + it.textContent.trim().slice(0, 30);
    const said = wide > 0 ? [`${wide} px too wide`, ...out.slice(0, 2).map(named)] : [];
    const head = document.querySelector(".site-head")?.offsetHeight ?? 0;
    return head * 3 > document.documentElement.clientHeight ? [...said, `a head of ${head} px`] : said;
}"""

# What has moved by itself since the page was asked for, as its share of the screen.
MOVED = """() => {
    const watch = new PerformanceObserver(() => {});
    watch.observe({type: "layout-shift", buffered: true});
    return watch.takeRecords().reduce((sum, it) => sum + it.value, 0);
}"""
# Links that stand alone, and buttons, too low for a thumb: WCAG 2.2, 2.5.8.
TOO_LOW = """() => [...document.querySelectorAll("a, button, summary")].filter(it => it.checkVisibility())
    .filter(it => it.tagName !== "A" || it.parentElement.textContent.trim() === it.textContent.trim())
    .filter(it => it.getBoundingClientRect().height < 24).map(it => `too low: ${it.textContent.trim().slice(0, 30)}`)"""
TOO_SMALL = """() => [...document.querySelectorAll("#changelist .actions span")].filter(it => it.checkVisibility())
    .filter(it => parseFloat(getComputedStyle(it).fontSize) < 12).map(it => it.textContent.trim())"""
AT_A_DESK = {"width": 820, "height": 1180}
LIST_TOO_WIDE = """() => [...document.querySelectorAll("#changelist .results")]
    .map(it => it.scrollWidth - it.clientWidth).filter(over => over > 0)"""
TOO_WIDE_TO_TICK = """() => [...document.querySelectorAll("[type=radio], [type=checkbox]")]
    .filter(it => it.checkVisibility()).map(it => it.getBoundingClientRect())
    .filter(at => at.width > at.height + 1).map(at => at.width)"""
FACTS_TOO_LOW = """() => [...document.querySelectorAll(".desk-task p > a, .member-head a")]
    .filter(it => it.getBoundingClientRect().height < 24).map(it => it.textContent.trim())"""

pytestmark = pytest.mark.django_db


class Screen:
    """A browser that is given what the walk has met, and no other page.

    Of the last, its `weight` as it is sent, and how many style sheets it asked for.
    """

    def __init__(self, walk, context):
        self.walk, self.page, self.weight = walk, context.new_page(), 0
        self.styles = 0
        self.sizes = context.new_cdp_session(self.page)
        self.page.route("**", self.answer)

    def answer(self, route) -> None:
        path = urlsplit(route.request.url).path
        self.styles += route.request.resource_type == "stylesheet"
        if path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            return self.send(route, 200, Path(found).read_bytes(), mimetypes.guess_type(path)[0])
        met = self.walk.answers.get(route.request.url.removeprefix(HOST))
        if met is None or met.streaming:
            return route.fulfill(status=404)
        return self.send(route, met.status_code, met.content, met.get("Content-Type"))

    def send(self, route, status: int, body: bytes, kind: str) -> None:
        """What is drawn last comes last, as from a server that is far away: what it moves is seen to move."""
        if kind.startswith("image/"):
            time.sleep(AFTER_THE_TEXT)
        self.weight += len(gzip.compress(body)) if kind.startswith(TEXTS) else len(body)
        route.fulfill(status=status, body=body, content_type=kind)

    def opens(self, address: str) -> None:
        self.weight = self.styles = 0
        self.page.goto(HOST + address)

    def finds(self, wrong: str, pages: Iterable[str]) -> dict[str, list]:
        """What a script finds wrong, by the page on which it is."""
        return self.looks(pages, lambda: self.page.evaluate(wrong))

    def looks(self, pages: Iterable[str], look: Callable[[], list]) -> dict[str, list]:
        wrong = {}
        for page in pages:
            self.opens(page)
            wrong |= {page: found} if (found := look()) else {}
        return wrong

    def wrong(self) -> list[str]:
        """What moves, weighs too much, does not fit or is too low: on a small screen, and with text twice as large."""
        moved = self.page.evaluate(MOVED)
        self.page.set_viewport_size(SMALL)
        found = self.page.evaluate(TOO_LARGE)
        self.page.set_viewport_size(USUAL)
        found += self.page.evaluate(TOO_LOW)[:3]
        self.sizes.send("Page.setFontSizes", {"fontSizes": TWICE})
        found += [f"at 200 %: {it}" for it in self.page.evaluate(TOO_LARGE)]
        self.sizes.send("Page.setFontSizes", {"fontSizes": AS_IT_WAS})
        found += [f"{self.weight} bytes"] if self.weight > MOST else []
        found += [f"{self.styles} requests for style"] if self.styles != 1 else []
        return found + ([f"{moved:.3f} of the screen moves"] if moved > SHIFT else [])


def pages(walk) -> list[str]:
    shown = [page for page, it in walk.answers.items() if it.status_code == 200 and "text/html" in it["Content-Type"]]
    return [page for page in shown if not page.startswith("/admin/")]


def pages_with(piece: bytes, walk) -> list[str]:
    return [page for page, it in walk.answers.items() if piece in getattr(it, "content", b"")]


def test_every_page_fits_a_small_screen_and_large_text_and_is_light(role, walk, new_context):
    if role not in walking.OF_THE_SITE:
        pytest.skip("these have the same pages, and the admin")
    screen = Screen(walk, new_context(viewport=USUAL, has_touch=True, is_mobile=True))
    assert screen.looks(pages(walk), screen.wrong) == {}


def test_no_link_is_too_low_in_the_letters_of_english(role, walk, now, new_context):
    if role not in walking.OF_THE_SITE:
        pytest.skip("these have the same pages, and the admin")
    english = walking.in_english(role, pages(walk))
    screen = Screen(english, new_context(viewport=USUAL, has_touch=True))
    assert screen.finds(TOO_LOW, english.answers) == {}


def test_no_list_of_the_admin_scrolls_sideways_on_a_tablet(role, walk, new_context):
    if role != "administrator":
        pytest.skip("whose lists have all columns")
    screen = Screen(walk, new_context(viewport=AT_A_DESK))
    assert screen.finds(LIST_TOO_WIDE, pages_with(b'id="result_list"', walk)) == {}


def test_what_is_ticked_in_the_admin_is_as_wide_as_it_is_high(role, walk, new_context):
    """Wide as a field to write in, it pushes its words off a small screen."""
    if role in walking.OF_THE_SITE:
        pytest.skip("who sees no admin")
    screen = Screen(walk, new_context(viewport=SMALL))
    assert screen.finds(TOO_WIDE_TO_TICK, pages_with(b"desk-choices", walk)) == {}


def test_no_link_among_the_facts_of_the_admin_is_too_low(role, walk, new_context):
    if role != "administrator":
        pytest.skip("who sees all of these pages")
    screen = Screen(walk, new_context(viewport=USUAL, has_touch=True))
    met = {*pages_with(b"desk-task", walk), *pages_with(b"member-head", walk)}
    assert screen.finds(FACTS_TOO_LOW, sorted(met)) == {}


def test_no_letters_beside_the_actions_of_a_list_are_too_small(role, walk, new_context):
    if role in walking.OF_THE_SITE:
        pytest.skip("who sees no admin")
    screen = Screen(walk, new_context(viewport=USUAL, has_touch=True))
    assert screen.finds(TOO_SMALL, pages_with(b"action-counter", walk)) == {}
