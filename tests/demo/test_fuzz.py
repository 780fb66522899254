"""Nonsense in every address, question, cookie and form, as everybody: nothing of it may break a page.

Bounded for the suite; `make fuzz` asks more, and `FUZZ=5000` so many questions of each person.
"""

import ast
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests import source, walking

QUESTIONS = int(os.environ.get("FUZZ") or 120)
NUMBERS = ["0", "-1", "1", "2147483648", "9223372036854775808", "9" * 30, "-" + "9" * 30, "9" * 5000, "1e9", "1.5"]
DATES = ["9999-12-31", "0001-01-01", "2026-02-30", "9999-12-31T23:59", "0001-01-01T00:00", "99:99", "٢٠٢٦", "NaN"]
TEXTS = ["", " ", "\0", "a\0b", "\u3000", "あ" * 5000, "９", "²", "%", "_", "\\", "'--", "\r\nX: y", "😀", "\u202e"]
ADDRESSES = ["http://[", "//[", "http://[::1", "//elsewhere.example/", "/\\elsewhere.example", "javascript:1", ".."]
JSON = ["{}", "[]", "null", "1", '"x"', "[" * 5000, '{"a": NaN}', '{"id": "x", "response": {}}', '"\\u0000"']
NASTY = st.sampled_from([*NUMBERS, *DATES, *TEXTS, *ADDRESSES, *JSON]) | st.text(
    st.characters(exclude_categories=["Cs"])
)
CREDENTIAL = ["credential", "id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "userHandle"]
ADMIN = ["q", "p", "o", "e", "all", "_popup", "_to_field", "_changelist_filters", "term", "page", "app_label"]
ADMIN += ["model_name", "field_name", "action", "_selected_action", "select_across", "index", "day", "next", "lang"]
COOKIES = ["sessionid", "csrftoken", "django_language", "messages", "registration", "withdrawal"]

pytestmark = pytest.mark.django_db


@dataclass
class Question:
    """One request, to be read in a failure's report and sent again."""

    method: str
    address: str
    sent: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)

    def ask(self, session: dict) -> tuple[int, BaseException | None]:
        client = Client(raise_request_exception=False)
        client.cookies.load(session | {name: as_a_server_reads(value) for name, value in self.cookies.items()})
        answer = getattr(client, self.method)(self.address, self.sent)
        failed = getattr(answer, "exc_info", None)
        return answer.status_code, failed and failed[1]


def as_a_server_reads(text: str) -> str:
    return text.encode().decode("latin-1")


def names_read(store: str) -> set[str]:
    """What the code reads of `request.GET` or `request.POST` by a name, whether a page asks it or not."""
    found = set()
    for path in source.modules(*source.CODE):
        for node in source.nodes(path, ast.Call, ast.Subscript):
            read, name = (node.value, node.slice) if isinstance(node, ast.Subscript) else (node.func, node.args[:1])
            name = name[0] if isinstance(name, list) and name else name
            read = getattr(read, "value", read) if isinstance(node, ast.Call) else read
            if getattr(read, "attr", "") == store and isinstance(getattr(name, "value", None), str):
                found.add(name.value)
    return found


class Asking:
    """What somebody may be asked to answer: questions of five kinds, drawn from what they met on a walk."""

    def __init__(self, walk: walking.Walk, role: str):
        self.somebody = walking.person(role)
        self.filled = {route: walking.values(route, self.somebody) for route in walking.routes()}
        self.pages = sorted({walking.address(*route) for route in self.filled.items()} | set(walk.answers))
        self.gaps = [route for route in self.filled if walking.gaps(route)]
        self.forms = [form for form in walk.forms.values() if form.method == "post"]
        on_pages = {name for form in walk.forms.values() for name in form.fields}
        self.asked = sorted({*ADMIN, *names_read("GET"), *on_pages})
        self.posted = sorted({*ADMIN, *CREDENTIAL, *names_read("POST"), *on_pages})

    def by_address(self, draw: Callable) -> Question:
        route = draw(st.sampled_from(self.gaps))
        nonsense = {name: quote(draw(NASTY) or "0", safe="") for name in walking.gaps(route) if draw(st.booleans())}
        address = walking.address(route, self.filled[route] | nonsense)
        return Question(draw(st.sampled_from(["get", "post"])), address)

    def by_question(self, draw: Callable) -> Question:
        page = draw(st.sampled_from(self.pages)).partition("?")[0]
        asked = draw(st.dictionaries(st.sampled_from(self.asked), NASTY, max_size=4))
        return Question("get", f"{page}?{urlencode(asked)}")

    def by_form(self, draw: Callable) -> Question:
        form = draw(st.sampled_from(self.forms))
        sent = {name: list(value) for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}
        for name in draw(st.sets(st.sampled_from([*sent, "next"]), min_size=1, max_size=3)):
            sent[name] = draw(st.lists(NASTY, max_size=2))
        for name in form.files:
            named = draw(st.sampled_from(["a.csv", "a.xlsx", "a.png"]))
            sent[name] = SimpleUploadedFile(named, draw(NASTY).encode())
        return Question("post", form.action, sent)

    def by_post(self, draw: Callable) -> Question:
        sent = draw(st.dictionaries(st.sampled_from(self.posted), NASTY, max_size=5))
        return Question("post", draw(st.sampled_from(self.pages)), sent)

    def by_cookie(self, draw: Callable) -> Question:
        cookies = draw(st.dictionaries(st.sampled_from(COOKIES), NASTY, min_size=1, max_size=2))
        return Question("get", draw(st.sampled_from(self.pages)), cookies=cookies)


@st.composite
def questions(draw, asking: Asking) -> Question:
    kinds = [asking.by_address, asking.by_question, asking.by_form, asking.by_form, asking.by_post, asking.by_cookie]
    return draw(st.sampled_from(kinds))(draw)


def where(error: BaseException | None) -> str:
    """What went wrong, and the last lines that it passed."""
    passed = traceback.extract_tb(error.__traceback__)[-4:] if error else []
    return f"{error!r:.200} " + " < ".join(f"{Path(line.filename).name}:{line.lineno}" for line in reversed(passed))


def test_no_nonsense_breaks_a_page(role, walk, now, record_property, worker, capsys):
    asking = Asking(walk, role)
    session = {name: cookie.value for name, cookie in walking.browser(role).cookies.items()}
    asked, broken = [], {}

    @settings(
        max_examples=QUESTIONS,
        derandomize="FUZZ" not in os.environ,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(questions(asking))
    def ask(question: Question) -> None:
        cache.clear()
        with transaction.atomic():
            status, error = question.ask(session)
            transaction.set_rollback(True)
        asked.append(status)
        if status >= 500:
            broken.setdefault(f"{status} {where(error)}", question)

    ask()
    record_property("questions", len(asked))
    with capsys.disabled():
        print(f"\n{role}: {len(asked)} questions, {sum(status >= 500 for status in asked)} broken pages")
    assert [f"{place} {question!r:.400}" for place, question in broken.items()] == []
    assert len(asked) >= QUESTIONS * 0.8
