"""What the Japanese catalogue says: one word for one thing, Japanese throughout, nothing lost from the sentences."""

import re

import polib
import pytest

from tests import source

CATALOGUE = polib.pofile(str(source.ROOT / "locale/ja/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")
# Names and signs that are written in Latin letters in Japanese too.
LATIN_NAMES = {"IT", "LINE", "PDF", "QR", "JSON", "JavaScript", "Cookie", "ID", "name@example.jp"}
# Kinds of files and what they end in, as people read them on their screens.
LATIN_NAMES |= {"Word", "Excel", "JPEG", "PNG", "HEIC", "MB", "docx", "xlsx", "doc", "xls"}
LATIN_NAMES |= {"PR"}
MARKUP = re.compile(r"</?\w+[^>]*>")
JAPANESE = r"[\u3005-\u30ff\u4e00-\u9fff]"
HALF_WIDTH_SIGN = re.compile(rf"{JAPANESE}[,.!?:;()]|[,!?:;()]{JAPANESE}")
# Each English word with the Japanese one that stands for it wherever it is said.
WORDS = {
    r"reference number": "受付番号",
    r"member number": "会員番号",
    r"support desk": "サポートデスク",
    r"business days?": "営業日",
    r"my page": "マイページ",
    r"e-mail address": "メールアドレス",
    r"phone number": "電話番号",
    r"counseling": "カウンセリング",
    r"advisors?": "就職アドバイザー|担当",
    r"referrals?": "求人紹介",
    r"conditions": "希望条件",
    r"erased": "抹消",
    r"withdraw\w*(?! from th\w+ selection)": "退会",
    r"with(draw|drew)\w* from th\w+ selection": "辞退",
    r"receipt": "完了証明",
    r"job notices?": "求人案内",
    r"notices only": "お知らせだけ",
    r"passkeys?": "パスキー",
    r"sign in": "ログイン",
    r"six-digit code": "確認コード",
}


def entries() -> list[polib.POEntry]:
    return [entry for entry in CATALOGUE if not entry.obsolete]


def said(entry: polib.POEntry) -> str:
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def test_translations_lose_no_placeholder_and_invent_none():
    wrong = []
    for entry in entries():
        placeholders = PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)
        if sorted(placeholders) != sorted(PLACEHOLDER.findall(said(entry))):
            wrong.append(entry.msgid)
    assert wrong == []


def test_translations_keep_the_markup():
    wrong = [entry.msgid for entry in entries() if MARKUP.findall(entry.msgid) != MARKUP.findall(said(entry))]
    assert wrong == []


def test_translations_hold_no_latin_words():
    wrong = []
    for entry in entries():
        text = MARKUP.sub("", PLACEHOLDER.sub("", said(entry)))
        words = set(re.findall(r"[A-Za-z][\w@.]*", text, re.ASCII)) - LATIN_NAMES
        wrong += [(entry.msgid, words)] if words else []
    assert wrong == []


def test_translations_are_punctuated_in_full_width():
    wrong = [said(entry) for entry in entries() if HALF_WIDTH_SIGN.search(MARKUP.sub("", said(entry)))]
    assert wrong == []


@pytest.mark.parametrize("english", WORDS)
def test_one_thing_has_one_word(english):
    word, japanese = re.compile(rf"\b{english}\b", re.IGNORECASE), re.compile(WORDS[english])
    wrong = [
        (entry.msgid, said(entry))
        for entry in entries()
        if word.search(entry.msgid) and not japanese.search(said(entry))
    ]
    assert wrong == []
