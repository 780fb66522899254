"""The admin speaks in names: no heading, way or label of it is made of a kind of row and a number."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.utils import translation

SPEAKING = re.compile(
    r"<title>(.*?)</title>|<h[1-6]\b[^>]*>(.*?)</h[1-6]>|<div class=\"breadcrumbs\">(.*?)</div>"
    r"|<label\b[^>]*>(.*?)</label>|<legend\b[^>]*>(.*?)</legend>|<option\b[^>]*>(.*?)</option>"
    r"|<td class=\"original\">(.*?)</td>|<div class=\"readonly\">(.*?)</div>",
    re.DOTALL,
)

pytestmark = pytest.mark.django_db


def kinds() -> set[str]:
    """What rows are called in both languages."""
    called = set()
    for language in ("ja", "en"):
        with translation.override(language):
            called |= {str(model._meta.verbose_name) for model in apps.get_models()}
    return called


def spoken(html: str) -> list[str]:
    found = ("".join(groups) for groups in SPEAKING.findall(html))
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split()) for text in found]


def pages_of_admin(walk) -> dict[str, str]:
    answers = {page: answer for page, answer in walk.answers.items() if page.startswith("/admin/")}
    html = {page: answer for page, answer in answers.items() if "text/html" in answer.get("Content-Type", "")}
    return {page: answer.content.decode() for page, answer in html.items() if answer.status_code == 200}


def test_no_heading_is_a_kind_and_a_number(walk):
    kind = "|".join(map(re.escape, kinds()))
    numbered = re.compile(rf"(?<![\w@])(?:{kind})(?:[:：] ?| )\d+(?![\w:/-])", re.IGNORECASE)
    texts = {page: spoken(html) for page, html in pages_of_admin(walk).items()}
    found = {page: [text for text in of_page if numbered.search(text)] for page, of_page in texts.items()}
    assert {page: texts for page, texts in found.items() if texts} == {}


def test_the_head_names_who_is_at_work(role, walk):
    names = {"advisor": "見本", "desk": "サポートデスク", "administrator": "管理者"}
    heads = {
        re.search(r'<div id="user-tools">\s*<strong>(.*?)</strong>', html, re.DOTALL)
        for html in pages_of_admin(walk).values()
    }
    said = {head[1] for head in heads if head}
    assert all(names[role] in name for name in said)
    assert len(said) == (role in names)


def test_no_way_names_the_app_above_the_list(walk):
    ways = {
        page: re.search(r'<div class="breadcrumbs">(.*?)</div>', html, re.DOTALL)
        for page, html in pages_of_admin(walk).items()
    }
    assert {page for page, way in ways.items() if way and "#menu-" in way[1]} == set()
