"""The demo walked link by link, in Japanese, as each role: no link is dead, and no English is left over."""

import re
from collections import Counter
from html import unescape

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.models import User
from tests.advisors.handover.crawling import links
from tests.conftest import signed_in

ROLES = {
    "member": "member01@example.com",
    "advisor": "advisor1@example.jp",
    "desk": "desk1@example.jp",
    "administrator": "admin@example.jp",
}
# The keys of the groups, which their history and the way to their page show as they are; a table of a library.
KEYS = {"Advisors", "Support", "desk", "authenticator"}
ALIKE = 1  # pages with the same shape of address that are opened
MOST = 250
NOT_SPOKEN = re.compile(
    r"<(script|style|svg|code|textarea|title)\b.*?</\1>|<(\w+)\b[^>]*\slang=\"en\"[^>]*>.*?</\2>|<[^>]*>", re.DOTALL
)
# Addresses, names of files, keys and reference numbers; names that are written in Latin letters in Japanese too.
NOT_WORDS = re.compile(
    r"[\w.@+-]*@[\w.-]*|https?://\S*|[\w.-]+\.(?:csv|xlsx|ics)|[\w-]*\d[\w-]*|\b[A-Z]{8}\b", re.ASCII
)
LATIN_NAMES = {"LINE", "CSV", "JSON", "UTF", "JavaScript", "Cookie", "Excel", "Mac", "Control", "Command"}


@pytest.fixture
def demo(worker, clock):
    with translation.override("ja"):
        call_command("seed_demo", verbosity=0)


def shape(address: str) -> str:
    """Addresses that differ in a number or in what is asked of a list are alike."""
    return re.sub(r"\d+|=[^&]*|[0-9a-f-]{32,}", "#", address)


def walk(client) -> dict[str, object]:
    answers, seen, queue = {}, Counter(), ["/", "/mypage/", "/admin/"]
    for address in queue:
        if len(answers) == MOST or address in answers or seen[shape(address)] == ALIKE:
            continue
        seen[shape(address)] += 1
        answers[address] = response = client.get(address, headers={"accept-language": "ja"})
        if response.get("Content-Type", "").startswith("text/html"):
            queue += links(address, response.content)
        if response.status_code in (301, 302):
            queue.append(response["Location"])
    return answers


def words_left_over(html: str) -> set[str]:
    text = NOT_WORDS.sub(" ", unescape(NOT_SPOKEN.sub(" ", html)))
    return set(re.findall(r"(?<![\w.])[A-Za-z]{3,}(?![\w.])", text, re.ASCII)) - LATIN_NAMES - KEYS


def test_every_link_leads_somewhere_and_speaks_japanese(demo):
    dead, english = {}, {}
    for role, email in ROLES.items():
        client = signed_in(User.objects.get(email=email))
        client.cookies["django_language"] = "ja"
        for address, answer in walk(client).items():
            if answer.status_code >= 400 and not closed_to(role, address):
                dead[role, address] = answer.status_code
            elif answer.get("Content-Type", "").startswith("text/html"):
                english |= {(role, address): words} if (words := words_left_over(answer.content.decode())) else {}
    assert dead == {}
    assert english == {}


def closed_to(role: str, address: str) -> bool:
    """Where the walk begins, and this role has no business."""
    return address in {"member": {"/admin/"}}.get(role, {"/mypage/"})
