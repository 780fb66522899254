"""What stands between two things, or in brackets behind one, is set as the reader's language does it."""

import ast
import re
from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from config import office_hours
from config.days import through, until
from config.noted import noted
from tests import source

BY_HAND = re.compile(r"[%}]\} ?(?:<[^t>][^>]*>)?\(\{[{%]|\}\} ?(?:–|&ndash;) ?\{\{")


@pytest.mark.parametrize(("language", "expected"), [("en", "Clerk (Tokyo)"), ("ja", "Clerk（Tokyo）")])
def test_note_stands_in_brackets_of_the_language(language, expected):
    with override(language):
        assert noted("Clerk", "Tokyo") == expected


@pytest.mark.parametrize(
    ("language", "hours", "days", "office"),
    [
        ("en", "Fri 4 Dec, 14:00–15:30", "Fri 4 Dec – Mon 7 Dec", "10:00–18:00"),
        ("ja", "12月4日（金）14:00〜15:30", "12月4日（金）〜12月7日（月）", "10:00〜18:00"),
    ],
)
def test_from_one_hour_or_day_to_another(language, hours, days, office, settings, clock):
    settings.SUPPORT_HOURS = "10:00-18:00"
    with override(language):
        assert until(datetime(2026, 12, 4, 14), datetime(2026, 12, 4, 15, 30)) == hours
        assert through(date(2026, 12, 4), date(2026, 12, 7)) == days
        assert office_hours.in_words() == office


def test_hours_of_the_desk_that_are_words_stay_as_they_are(settings):
    settings.SUPPORT_HOURS = "平日の午後"
    assert office_hours.in_words() == "平日の午後"


def test_no_template_sets_them_by_hand():
    sentences = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
    pages = {source.named(path): sentences.sub("", path.read_text()) for path in source.templates()}
    assert [name for name, text in pages.items() if name.endswith(".html") and BY_HAND.search(text)] == []


BRANCH = r"(?:{% (?:if [^%]*|endif) %})*"
ENDS, BEGINS = r'(?:\."|\.{% endblocktranslate) %}', r'(?:<b>)?{% (?:block)?translate (?:trimmed |with |count |")'
SENTENCES_APART = re.compile(rf"{ENDS}{BRANCH}[ \n]+{BRANCH}{BEGINS}")


def test_two_sentences_have_the_gap_of_the_language_between_them():
    for language, expected in (("en", "One. Two."), ("ja", "One.Two.")):
        with override(language):
            assert Template("{% load said %}One.{% gap %}Two.").render(Context()) == expected


def test_no_template_sets_a_gap_by_hand():
    pages = {source.named(path): path.read_text() for path in source.templates()}
    found = {name: [it.group() for it in SENTENCES_APART.finditer(text)] for name, text in pages.items()}
    in_lines = {name: [it for it in hits if "\n" not in it or name.endswith(".html")] for name, hits in found.items()}
    assert {name: hits for name, hits in in_lines.items() if hits} == {}


WRITE_SQL = {"config/steps.py", "accounts/holdings.py", "jobs/notices/noticing.py"}


def test_no_code_sets_them_by_hand():
    wrong = []
    for path in source.modules(*source.CODE):
        speaks = {"django.utils.translation", "config.days", "config.noted"} & set(source.imported(path))
        if not speaks or source.named(path) in WRITE_SQL:
            continue
        kept = [*source.nodes(path, ast.Raise), *(call for name, call in source.calls(path) if name == "log_change")]
        in_english = {id(it) for node in kept for it in ast.walk(node)}
        by_hand = [it for it in source.nodes(path, ast.JoinedStr) if has_sign_between(it)]
        by_hand += [it for _, it in source.calls(path) if ast.unparse(it.func) == "', '.join"]
        wrong += [f"{source.named(path)}:{it.lineno}" for it in by_hand if id(it) not in in_english]
    assert wrong == []


def has_sign_between(text: ast.JoinedStr) -> bool:
    return any(isinstance(it, ast.Constant) and it.value in {": ", ", ", " (", "–", " – "} for it in text.values)


def test_label_of_the_admin_has_the_colon_of_the_language(administrator_client):
    said = {
        language: administrator_client.get("/admin/advisors/dayoff/add/", headers={"Accept-Language": language})
        for language in ("en", "ja")
    }
    assert "Day:</label>" in said["en"].content.decode()
    assert "日：</label>" in said["ja"].content.decode()
