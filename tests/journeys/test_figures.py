"""The desk reads the figures: by keyboard, by what a screen reader is told, on a phone, dark and printed."""

from datetime import date
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from advisors.models import Tally
from tests.journeys.conftest import PHONE, in_english

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/advisors/tally/"
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def figures():
    october = date(2026, 10, 1)
    many = {
        "registered": 70,
        "counseled": 33,
        "referred": 40,
        "applied": 10,
        "interviewed": 6,
        "offered": 4,
        "accepted": 2,
    }
    Tally.objects.bulk_create([Tally(what=what, month=october, amount=n) for what, n in many.items()])


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_figures_are_told_by_a_screen_reader(arrive, desk, figures, language):
    desk.language = language
    desk.save()
    clerk = arrive(user=desk, language=language, **DESK)
    clerk.opens(PAGE)
    clerk.sees("Figures")
    funnel = clerk.page.locator("#chart-funnel")
    title = clerk.says("From registration to acceptance")
    said = "For each 100 referrals there were %(applied)d applications and %(accepted)d acceptances."
    finding = clerk.says(said) % {"applied": 25, "accepted": 5}
    # What a screen reader is told of a chart: its title, what it shows in a sentence, and that there are numbers.
    numbers = clerk.says("The numbers: %(title)s") % {"title": title}
    expect(funnel).to_match_aria_snapshot(
        f"""
        - figure:
          - heading "{title}" [level=2]
          - paragraph: {finding}
          - img "{title}"
          - paragraph
          - group: "{numbers}"
        """
    )
    expect(funnel.get_by_role("img")).to_have_accessible_description(finding)


@pytest.mark.parametrize("language", ["ja", in_english()])
def test_figures_are_read_by_keyboard(arrive, desk, figures, language):
    desk.language = language
    desk.save()
    clerk = arrive(user=desk, language=language)
    clerk.opens(PAGE)
    chart = clerk.page.get_by_role("img", name=clerk.says("From registration to acceptance"))
    finding = "For each 100 referrals there were %(applied)d applications and %(accepted)d acceptances."
    expect(chart).to_have_accessible_description(clerk.says(finding) % {"applied": 25, "accepted": 5})
    keyboard = clerk.page.keyboard
    clerk.page.get_by_label(clerk.says("Table by")).focus()
    keyboard.press("End")
    for _past_office_and_advisor in range(3):
        keyboard.press("Tab")
    keyboard.press("Enter")  # the button
    heading = clerk.says("All figures by: %(by)s") % {"by": clerk.says("Channel")}
    expect(clerk.page.get_by_role("heading", name=heading)).to_be_visible()
    clerk.page.locator("#chart-funnel summary").focus()
    keyboard.press("Enter")
    row = f"{clerk.says('Applications')} 10 25%"
    expect(clerk.page.locator("#chart-funnel").get_by_role("row", name=row)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_fit_a_phone(arrive, desk, figures, scheme):
    browser = PHONE | {"viewport": {"width": 360, "height": 740}}
    page = arrive(user=desk, color_scheme=scheme, **browser).page
    page.goto(PAGE)
    expect(page.locator("svg[role=img]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    sizes = page.evaluate(
        "[...document.querySelectorAll('.chart text')].map(it => parseFloat(getComputedStyle(it).fontSize))"
    )
    assert min(sizes) >= 12
    edges = page.evaluate("[...document.querySelectorAll('.chart text')].map(it => it.getBoundingClientRect().right)")
    assert max(edges) <= 360


@pytest.fixture
def a_year():
    """Of numbers as wide as the columns of a phone are not."""
    months = [(date(2026, n, 1), 2600 - n) for n in range(1, 11)] + [(date(2025, n, 1), 2700 + n) for n in (11, 12)]
    Tally.objects.bulk_create([Tally(what="slot_offered", month=month, amount=n) for month, n in months])


@pytest.mark.parametrize(("width", "shown"), [(360, 1), (1280, 1), (1500, 12)])
def test_numbers_above_the_columns_stand_where_they_have_room(arrive, desk, a_year, width, shown):
    page = arrive(user=desk, viewport={"width": width, "height": 900}).page
    page.goto(PAGE)
    values = page.locator("#chart-hours .chart-value").filter(visible=True)
    expect(values).to_have_count(shown)
    boxes = sorted((it.bounding_box() for it in values.all()), key=lambda box: box["x"])
    assert [(one, two) for one, two in pairwise(boxes) if one["x"] + one["width"] > two["x"]] == []


def test_printed_figures_take_the_whole_paper_and_cut_no_table_off(arrive, desk, figures, a_year):
    paper = {"width": 794, "height": 1123}  # A4
    page = arrive(user=desk, viewport=paper).page
    page.goto(PAGE)
    page.emulate_media(media="print")
    assert page.locator(".tally-charts").bounding_box()["width"] > 0.85 * paper["width"]
    page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true; })")
    cut = "[...document.querySelectorAll('table')].filter(it => it.offsetWidth > it.parentElement.clientWidth).length"
    assert page.evaluate(cut) == 0


def test_printed_figures_are_black_and_have_no_form(arrive, desk, figures):
    page = arrive(user=desk, color_scheme="dark").page
    page.goto(PAGE)
    page.emulate_media(media="print")
    expect(page.locator(".tally-form")).to_be_hidden()
    expect(page.locator("#header")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.chart-bar')).fill") == "rgb(0, 0, 0)"
