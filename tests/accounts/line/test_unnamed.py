"""Without a channel at LINE nothing speaks of it, in either language: what does stands where it is asked for first."""

import re

import polib
import pytest

from tests import source

# What somebody gets who has sent something by LINE; and how they pass a page on to others, which needs no channel.
IN_ANSWER, SHARED = "templates/advisors/emails/file_refused.txt", "templates/components/_share.html"
ABOUT_LINE = ("templates/accounts/line/", "templates/accounts/emails/line_", "/line/", IN_ANSWER, SHARED)
ASKED_FIRST = re.compile(r"{% (?:el)?if [^%]*line\b[^%]*%}.*?{% (?:else|elif|endif)", re.DOTALL | re.IGNORECASE)
HANDED_ON = re.compile(r"{% include [^%]*%}")
NAME = re.compile(r"\bLINE\b")


@pytest.mark.parametrize("path", source.templates(), ids=source.named)
def test_template_speaks_of_line_where_there_is_a_channel_only(path):
    if any(part in source.named(path) for part in ABOUT_LINE):
        return
    assert NAME.findall(HANDED_ON.sub("", ASKED_FIRST.sub("", path.read_text()))) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("has_channel", "words"), [(True, "by mail or LINE"), (False, "by mail. Nobody")])
def test_withdrawal_page_says_by_what_the_advisor_may_be_told(client, settings, has_channel, words):
    settings.LINE_CHANNEL = has_channel
    assert words in client.get("/withdraw/").content.decode()


def test_japanese_speaks_of_line_only_where_the_english_does():
    catalogue = polib.pofile(str(source.ROOT / "locale/ja/LC_MESSAGES/django.po"))
    assert [it.msgid for it in catalogue if "LINE" in it.msgstr and not NAME.search(it.msgid)] == []
