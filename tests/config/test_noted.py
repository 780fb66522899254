"""What stands in brackets behind a name has the brackets of the reader's language."""

import re

import pytest
from django.utils.translation import override

from config.noted import noted
from tests import source

BY_HAND = re.compile(r"[%}]\} ?(?:<[^t>][^>]*>)?\(\{[{%]")


@pytest.mark.parametrize(("language", "expected"), [("en", "Clerk (Tokyo)"), ("ja", "Clerk（Tokyo）")])
def test_note_stands_in_brackets_of_the_language(language, expected):
    with override(language):
        assert noted("Clerk", "Tokyo") == expected


def test_no_template_sets_them_by_hand():
    sentences = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
    pages = {source.named(path): sentences.sub("", path.read_text()) for path in source.templates()}
    assert [name for name, text in pages.items() if name.endswith(".html") and BY_HAND.search(text)] == []


def test_no_code_sets_them_by_hand():
    by_hand = re.compile(r"f\"[^\"]*\} \(\{")
    found = [source.named(path) for path in source.modules(*source.CODE) if by_hand.search(path.read_text())]
    assert found == ["jobs/notices/noticing.py"]  # of SQL
