"""Japanese data on a page in English says that it is Japanese, once and nowhere else."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from accounts.templatetags.japanese import person

PAGE = Template(
    "{% load i18n japanese %}<p{{ text|ja_attr }}>{% blocktranslate with it=text|ja %}{{ it }}{% endblocktranslate %}"
)


def drawn(language: str, text: str) -> str:
    with override(language):
        return PAGE.render(Context({"text": text}))


@pytest.mark.parametrize("text", ["雛型 ひかり", "株式会社ABC", "ラウンジ", "ｶﾌｪ"])
def test_japanese_words_say_so_in_english(text):
    assert drawn("en", text) == f'<p lang="ja"><span lang="ja">{text}</span>'
    assert drawn("ja", text) == f"<p>{text}"


def test_other_words_say_nothing():
    assert drawn("en", "Tokyo 1-2-3") == "<p>Tokyo 1-2-3"


def test_name_of_somebody_is_kept_together_in_both():
    with override("en"):
        assert person("雛型 ひかり") == '<span class="name" lang="ja">雛型 ひかり</span>'
    with override("ja"):
        assert person("<雛型> ひかり") == '<span class="name">&lt;雛型&gt; ひかり</span>'


def test_what_was_typed_stays_harmless():
    assert drawn("en", "<b>見本") == '<p lang="ja"><span lang="ja">&lt;b&gt;見本</span>'
