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


# Short sentences, plain words

LONGEST = 50
SENTENCE = re.compile(r"(?<=[。！？])|\n")
# What may be longer for now: this list only gets shorter.
LONG_STILL: set[str] = set()
TWICE_DENIED = re.compile(r"ないわけで|なくはな|ないことはな|ないでもな|ざるを得|ないとは限らな|なければならないわけで")
# What is not said, and what is said instead.
NOT_SAID = {
    r"[一二三四五六七八九十]時間": "1時間, 3時間: in figures",
    r"担当者": "担当アドバイザー, of the tie; スタッフ, of who is at the desk",
    r"担当の(就職)?アドバイザー": "担当アドバイザー",
    r"予約(の|を)取り消": "予約をキャンセル",
    r"スーツの取り消": "スーツのキャンセル",
    r"退会(を|は|の)(マイページで)?取り消": "退会を取りやめる",
    r"希望(を|の)取り消": "希望を取り下げる",
    r"ヶ月|ケ月|カ月": "か月",
    r"やりとり": "やり取り",
    r"(?<![自部])分か[っらりるれ]": "わかる",
    r"(?<![くだなら])いま(?![すしせで])": "今",
    r"ひとつ|一つ|ひとり|一人": "1つ, 1人: in figures",
    r"はじめて": "初めて",
    r"あらためて": "改めて",
}


def sentences(text: str) -> list[str]:
    bare = PLACEHOLDER.sub("○○", MARKUP.sub("", text))
    return [sentence.strip() for sentence in SENTENCE.split(bare) if sentence.strip()]


def test_sentences_are_short():
    long = {entry.msgid for entry in entries() if any(len(it) > LONGEST for it in sentences(said(entry)))}
    assert (long - LONG_STILL, LONG_STILL - long) == (set(), set())


def test_number_to_ring_stands_in_the_sentence_that_asks_for_it():
    assert [said(it) for it in entries() if re.search(r"。%\(phone\)s", said(it))] == []


def test_nothing_is_denied_twice():
    assert [said(entry) for entry in entries() if TWICE_DENIED.search(said(entry))] == []


@pytest.mark.parametrize("word", NOT_SAID)
def test_one_word_stands_for_one_thing(word):
    found = [said(entry) for entry in entries() if re.search(word, MARKUP.sub("", said(entry)))]
    assert found == [], NOT_SAID[word]
