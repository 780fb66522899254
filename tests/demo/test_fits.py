"""Every page of visitors and members, drawn by a browser: no wider than a small phone, nor with text twice as large."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders

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

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(walk, new_context):
    """A browser that is given what the walk has met, and no other page."""
    page = new_context(viewport=USUAL, has_touch=True, is_mobile=True).new_page()

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/") and (found := finders.find(path.removeprefix("/static/"))):
            return route.fulfill(body=Path(found).read_bytes(), content_type=mimetypes.guess_type(path)[0])
        met = walk.answers.get(route.request.url.removeprefix(HOST))
        if met is None or met.streaming:
            return route.fulfill(status=404)
        return route.fulfill(status=met.status_code, body=met.content, content_type=met.get("Content-Type"))

    page.route("**", answer)
    return page


def pages(walk) -> list[str]:
    shown = [page for page, it in walk.answers.items() if it.status_code == 200 and "text/html" in it["Content-Type"]]
    return [page for page in shown if not page.startswith("/admin/")]


def test_every_page_fits_a_small_screen_and_large_text(role, walk, screen):
    if role not in {"visitor", "seeker"}:
        pytest.skip("these have the same pages, and the admin")
    sizes, wrong = screen.context.new_cdp_session(screen), {}
    for page in pages(walk):
        screen.goto(HOST + page)
        screen.set_viewport_size(SMALL)
        found = screen.evaluate(TOO_LARGE)
        screen.set_viewport_size(USUAL)
        sizes.send("Page.setFontSizes", {"fontSizes": TWICE})
        found += [f"at 200 %: {it}" for it in screen.evaluate(TOO_LARGE)]
        sizes.send("Page.setFontSizes", {"fontSizes": AS_IT_WAS})
        wrong |= {page: found} if found else {}
    assert wrong == {}
