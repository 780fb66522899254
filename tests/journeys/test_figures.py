"""The desk reads the figures: by keyboard, by what a screen reader is told, on a phone, dark and printed."""

from datetime import date

import pytest
from playwright.sync_api import expect

from advisors.models import Tally
from tests.journeys.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/advisors/tally/"


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


def test_figures_are_read_by_keyboard_and_by_a_screen_reader(arrive, desk, figures):
    page = arrive(user=desk).page
    page.goto(PAGE)
    chart = page.get_by_role("img", name="From registration to acceptance")
    finding = "For each 100 referrals there were 25 applications and 5 acceptances."
    expect(chart).to_have_accessible_description(finding)
    page.get_by_label("Table by").focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the button
    expect(page.get_by_role("heading", name="All figures by: Channel")).to_be_visible()
    numbers = page.locator("#chart-funnel summary")
    numbers.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chart-funnel").get_by_role("row", name="Applications 10 25%")).to_be_visible()


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


def test_printed_figures_are_black_and_have_no_form(arrive, desk, figures):
    page = arrive(user=desk, color_scheme="dark").page
    page.goto(PAGE)
    page.emulate_media(media="print")
    expect(page.locator(".tally-form")).to_be_hidden()
    expect(page.locator("#header")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.chart-bar')).fill") == "rgb(0, 0, 0)"
