"""The demo walked link by link, in Japanese, as each role: no link is dead, and no English is left over."""

import re
from html import unescape

import pytest

# The keys of the groups, which their history and the way to their page show as they are; a table of a library.
KEYS = {"Advisors", "Support", "desk", "authenticator"}
NOT_SPOKEN = re.compile(
    r"<(script|style|svg|code|textarea|title)\b.*?</\1>|<(\w+)\b[^>]*\slang=\"en\"[^>]*>.*?</\2>|<[^>]*>", re.DOTALL
)
# Addresses, names of files, keys and reference numbers; names that are written in Latin letters in Japanese too.
NOT_WORDS = re.compile(
    r"[\w.@+-]*@[\w.-]*|https?://\S*|[\w.-]+\.(?:csv|xlsx|ics)|[\w-]*\d[\w-]*|\b[A-Z]{8}\b", re.ASCII
)
LATIN_NAMES = {"LINE", "CSV", "JSON", "UTF", "JavaScript", "Cookie", "Excel", "Mac", "Control", "Command"}
LATIN_NAMES |= {"PDF", "Word", "JPEG", "PNG", "XLSX"}
# Where the walk begins, and this role has no business.
CLOSED = {"seeker": {"/admin/"}}
CLOSED_TO_STAFF = {"/mypage/"}
# By which anybody passes a page on, whether or not the service has a channel.
SHARING = re.compile(r'<p class="row share">.*?</p>', re.DOTALL)
# What is typed stands in a box as it was typed.
SCRIPTS_AND_BOXES = re.compile(r"<(script|style|textarea)\b.*?</\1>", re.DOTALL)
APART = re.compile(r".{0,12}[。？！](?: +|\n +)(?:<(?:b|strong)\b[^>]*>)?[ぁ-ゖァ-ヺ一-龯「].{0,8}")
# Figures of the past name each way in which somebody may have left.
FIGURES = "/admin/advisors/tally/"

pytestmark = pytest.mark.django_db


def words_left_over(html: str) -> set[str]:
    text = NOT_WORDS.sub(" ", unescape(NOT_SPOKEN.sub(" ", html)))
    return set(re.findall(r"(?<![\w.])[A-Za-z]{3,}(?![\w.])", text, re.ASCII)) - LATIN_NAMES - KEYS


def test_every_link_leads_somewhere(role, walk):
    dead = {page for page in walk.led_to if walk.answers[page].status_code >= 400}
    assert dead - CLOSED.get(role, CLOSED_TO_STAFF) == set()


def test_every_page_speaks_japanese(walk):
    pages = {page: answer for page, answer in walk.answers.items() if "text/html" in answer.get("Content-Type", "")}
    english = {page: words_left_over(answer.content.decode()) for page, answer in pages.items()}
    assert {page: words for page, words in english.items() if words} == {}


def test_no_sentence_of_japanese_is_followed_by_a_space(walk):
    pages = {page: answer for page, answer in walk.answers.items() if "text/html" in answer.get("Content-Type", "")}
    apart = {page: APART.findall(SCRIPTS_AND_BOXES.sub("", answer.content.decode())) for page, answer in pages.items()}
    assert {page: found for page, found in apart.items() if found} == {}


def test_without_a_channel_no_page_speaks_of_line(walk):
    pages = {page: answer for page, answer in walk.answers.items() if "text/html" in answer.get("Content-Type", "")}
    speaking = {
        page for page, answer in pages.items() if re.search(r"\bLINE\b", SHARING.sub("", answer.content.decode()))
    }
    assert {page for page in speaking if not page.startswith(FIGURES)} == set()
