"""How texts break and how high links are, as a browser draws the style sheet: no page need say it again."""

import pytest

from config.style_sheet import made

PAGE = """<html lang="{language}"><style>{sheet}</style><body><main class="page">
<h1 id="heading">求人</h1><h2 id="part">求人</h2>
<fieldset><legend id="legend">求人</legend><label id="label">求人</label></fieldset>
<p id="text">求人</p>
<a class="button" id="button">求人</a><button class="button button--plain" id="plain">求人</button>
<details><summary id="summary">求人</summary><p>求人</p></details><div id="links">{links}</div></main></body></html>"""
LINKS = """<ul class="rows"><li><a href="/">Name</a></li></ul>
<dl class="definitions"><div><dd><a href="/">Map</a></dd></div></dl>
<li class="next__row"><div><p class="small"><a href="/">Calendar</a></p><p><a href="/">Place</a></p></div></li>
<div class="flow--close"><p><a href="/">Title</a></p></div><div class="card"><p><a href="/">File</a></p></div>
<p><a class="onward" href="/">On</a></p><nav class="links"><a href="/">Profile</a></nav>
<ul class="chips"><li><a href="/">Pay</a></li></ul>"""


@pytest.fixture
def drawn(page):
    def draw(language: str):
        page.set_content(PAGE.format(language=language, sheet=made().read_text(), links=LINKS))
        return page

    return draw


def styled(page, name: str, style: str, part: str | None = None) -> str:
    return page.locator(f"#{name}").evaluate("(it, [style, part]) => getComputedStyle(it, part)[style]", [style, part])


def test_what_is_short_breaks_between_phrases_and_a_paragraph_anywhere(drawn):
    page = drawn("ja")
    phrases = {name for name in ("heading", "part", "legend", "label", "button", "plain", "text", "summary")
               if styled(page, name, "wordBreak") == "auto-phrase"}  # fmt: skip
    assert phrases == {"heading", "part", "legend", "label", "button", "plain"}


def test_what_folds_has_a_chevron_that_turns_as_it_opens(drawn):
    page = drawn("ja")
    assert styled(page, "summary", "borderBottomWidth", "::after") == "2px"
    folded = styled(page, "summary", "transform", "::after")
    page.locator("#summary").click()
    assert styled(page, "summary", "transform", "::after") != folded


@pytest.mark.parametrize("language", ["en", "ja"])
def test_links_that_stand_alone_are_high_enough_for_a_finger(drawn, language):
    links = drawn(language).locator("#links a")
    heights = links.evaluate_all("all => all.map(it => [it.textContent, it.getBoundingClientRect().height])")
    assert len(heights) == 9
    assert [text for text, height in heights if height < 24] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_ways_and_buttons_are_high_enough_for_a_thumb(drawn, language):
    ways = drawn(language).locator(".onward, .links a, .chips a, .button, summary")
    heights = ways.evaluate_all("all => all.map(it => [it.textContent, it.getBoundingClientRect().height])")
    assert len(heights) == 6
    assert [text for text, height in heights if height < 44] == []


STYLED_LATER = """sheet => {
  const color = () => getComputedStyle(document.getElementById("button")).color, before = color();
  document.head.insertAdjacentHTML("beforeend", `<style>${sheet}</style>`);
  return [before !== color(), document.getAnimations().length];
}"""


def test_page_drawn_before_its_style_sheet_is_there_fades_into_nothing(page):
    """Between the browser's colours and its own a link would be seen in one that nobody chose."""
    page.emulate_media(reduced_motion="no-preference")
    page.set_content(PAGE.format(language="ja", sheet="", links=LINKS))
    assert page.evaluate(STYLED_LATER, made().read_text()) == [True, 0]


@pytest.mark.parametrize(("name", "lines"), [("武者小路 実篤", 1), ("武者小路" * 12, 3)])
def test_name_stays_in_one_piece_unless_a_line_is_too_short_for_it(drawn, name, lines):
    page = drawn("ja")
    page.set_viewport_size({"width": 360, "height": 740})
    page.set_content(
        page.content().replace('<div id="links">', f'<p>{"担当" * 8}<b class="keep" id="name">{name}</b></p><div>')
    )
    height = page.evaluate("parseFloat(getComputedStyle(document.getElementById('name')).lineHeight)")
    assert round(page.locator("#name").bounding_box()["height"] / height) == lines
    assert page.evaluate("document.documentElement.scrollWidth") == 360
