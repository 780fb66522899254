"""Kana above fixed words: for whoever turned them on, not in names, and not read aloud twice."""

import re

import pytest

from config.kana import READINGS, with_kana
from tests import source

WITH = '<ruby>求人<rt aria-hidden="true">きゅうじん</rt></ruby>'
JAPANESE = {"accept-language": "ja"}

pytestmark = pytest.mark.django_db


def test_longest_word_is_taken_and_tags_are_left_alone():
    assert with_kana('<a title="求人">求人</a>です') == f'<a title="求人">{WITH}</a>です'
    assert "きゅうじんしょうかい" in with_kana("求人紹介")
    assert with_kana("ひらがな") == "ひらがな"


def test_readings_are_kana_of_words_of_more_than_one_sign():
    assert [word for word, kana in READINGS.items() if len(word) < 2 or not re.fullmatch("[ぁ-ゖー]+", kana)] == []


def test_button_turns_kana_on_for_this_browser_until_it_turns_them_off(client):
    page = client.post("/i18n/kana/", {"next": "/jobs/"}, headers=JAPANESE, follow=True)
    assert page.redirect_chain == [("/jobs/", 302)]
    assert f"<h1>{WITH}</h1>" in page.content.decode()
    assert 'aria-pressed="true"' in page.content.decode()
    client.post("/i18n/kana/", {"next": "/jobs/"}, headers=JAPANESE)
    assert "<ruby>" not in client.get("/jobs/", headers=JAPANESE).content.decode()


def test_fixed_heading_of_each_page_has_kana():
    pages = {source.named(path): path.read_text() for path in source.templates() if path.suffix == ".html"}
    of_the_site = {name: text for name, text in pages.items() if '{% extends "base.html" %}' in text}
    without = {name for name, text in of_the_site.items() if "<h1>{% translate" in text and "{% kana %}" not in text}
    assert without == set()


def test_button_leads_nowhere_else(client):
    assert client.post("/i18n/kana/", {"next": "https://elsewhere.example/"}).url == "/"


def test_page_in_english_has_no_kana(client):
    client.post("/i18n/kana/")
    page = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "<ruby>" not in page
    assert "/i18n/kana/" not in page


def test_kana_are_read_aloud_once(client, page):
    """As the browser tells it to whoever listens: the name of the heading is the word alone."""
    client.post("/i18n/kana/")
    page.set_content(client.get("/jobs/", headers=JAPANESE).content.decode())
    assert page.locator("h1 rt").inner_text() == "きゅうじん"
    assert page.get_by_role("heading", level=1, name="求人", exact=True).count() == 1
    spoken = page.locator("h1").aria_snapshot()
    assert "きゅうじん" not in spoken
