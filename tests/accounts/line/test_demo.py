"""The phone of `make run LINE=demo`: one writes on it and sees what arrives."""

from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from advisors.demo import by_line
from support.documents.judging import judged_as
from tests import source
from tests.line_demo import BUTTONS, PHONES, PICTURE, Demo
from tests.line_double import Double, Line


@pytest.fixture
def phone():
    """Its pages by their path; and the events it has told, and the line."""
    line = Line()
    told = []
    line.tell = told.append
    double = Double(line, handler=Demo)
    opener = build_opener(HTTPCookieProcessor())

    def ask(path: str, data: str | None = None) -> str:
        return opener.open(double.base + path, data.encode() if data is not None else None).read().decode()

    with double:
        yield ask, line, told


def test_what_is_written_is_told_and_what_arrives_is_seen(phone):
    ask, line, told = phone
    assert "まだ友だちではありません" in ask("/")
    ask("/say", "text=ignored")
    assert told == []
    ask("/follow", "")
    ask("/say", "text=%E3%81%AF%E3%81%84")
    assert [event["type"] for event in told] == ["follow", "message"]
    (user,) = line.friends
    line.reply({"replyToken": told[0]["replyToken"], "messages": [{"text": "<b> http://127.0.0.1:1/a?b=1&c=2"}]})
    seen = ask("/messages")
    assert "はい" in seen
    assert '&lt;b&gt; <a href="http://127.0.0.1:1/a?b=1&amp;c=2"' in seen


@pytest.mark.parametrize("name", BUTTONS)
def test_every_button_does_something(phone, name):
    ask, line, told = phone
    ask("/follow", "")
    before = repr((line, ask("/")))
    assert repr((line, ask(f"/{name}", ""))) != before or name == "free"


def test_dialog_says_yes_for_this_phone_only(phone):
    ask, line, told = phone
    ask("/follow", "")
    (user,) = line.friends
    token = line.link_token(user)[1]["linkToken"]
    path = f"/dialog/bot/accountLink?linkToken={token}&nonce=n"
    assert "連携する" in ask(path)
    ask("/new", "")
    assert "連携できないリンク" in ask(path, "")
    assert told[-1]["type"] == "follow"


def test_phone_is_known_still_once_line_is_started_anew(phone):
    ask, line, told = phone
    ask("/follow", "")
    for known in (line.users, line.friends):
        known.clear()
    assert "友だちです" in ask("/")


def test_phones_of_the_demo_are_those_its_members_have_linked():
    assert tuple(PHONES.values()) == by_line.PHONES


def test_picture_is_one(settings):
    assert judged_as(PICTURE, "line")[1] == "image/png"


def test_it_runs_what_the_service_runs():
    own = (source.ROOT / "Procfile.line").read_text()
    assert own.startswith((source.ROOT / "Procfile").read_text())
