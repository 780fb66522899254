"""Everything that somebody can open on the site and in the admin, as bytes that can be compared."""

import re
from collections import Counter
from html import unescape
from operator import attrgetter
from urllib.parse import urljoin, urlsplit

from django.contrib import admin
from django.db.models import Field, Model
from django.test import Client
from django.urls import reverse

from advisors.models import AdvisorChangeRequest

HREF = re.compile(rb'(?:href|src)="([^"#]+)')
CHANCE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')
FRESH_SECRETS = ("/mypage/security/totp/activate/", "/mypage/security/webauthn/add/")
LEFT_ALONE = ("/static/", "/admin/logout/", "/logout/", *FRESH_SECRETS)
GUESSED = range(1, 8)
FEW = 3

Answer = tuple[int, str, bytes]  # the status, the address it leads to, and what it says


def answer(client: Client, address: str) -> Answer:
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response.get("Location", ""), CHANCE.sub(b"", body)


def crawl(client: Client, *searched: str) -> dict[str, Answer]:
    """Follow every link breadth-first from where somebody could begin, and ask what no link asks.

    From a list that is filtered already no further filter is followed: each is tried alone, and of its choices a few.
    """
    answers: dict[str, Answer] = {}
    choices: Counter[str] = Counter()
    queue = [*beginnings(), *questions(*searched)]
    for address in queue:
        if address not in answers:
            answers[address] = answer(client, address)
            queue += [
                link for link in links(address, answers[address][2]) if link not in answers and few(link, choices)
            ]
    return answers


def few(link: str, choices: Counter[str]) -> bool:
    """Whether this is among the first choices of its filter, such as one of 47 prefectures."""
    filtered = link.rpartition("__exact=")[0]
    choices[filtered] += bool(filtered)
    return choices[filtered] <= FEW


def beginnings() -> list[str]:
    places = ("/", "/mypage/", "/mypage/security/", "/advisor/", "/advisor/change/", "/counseling/", "/withdraw/")
    return [*places, reverse("admin:index")]


def links(address: str, body: bytes) -> list[str]:
    found = (urljoin(address, unescape(link.decode())) for link in HREF.findall(body))
    ours = [link for link in found if link.startswith("/") and not link.startswith(LEFT_ALONE)]
    return [link for link in ours if not (urlsplit(address).query and urlsplit(link).query)]


def questions(*searched: str) -> list[str]:
    """Every list, form, search and suggestion of the admin, and pages by guessed numbers, whoever may open them."""
    asked = []
    for model in admin.site._registry:
        base = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        asked += [base, f"{base}add/", *(f"{base}?q={text}" for text in searched)]
        asked += [f"{base}?{name}={value}" for name in lookups(model) for value in (0, 1)]
        for field in filter(attrgetter("remote_field"), model._meta.fields):
            asked += suggestions(field, *searched)
    wishes = reverse("admin:advisors_advisorchangerequest_changelist")
    asked += [reverse("admin:advisors_assignment_another", args=[key]) for key in GUESSED]
    return asked + [f"{wishes}{key}/{part}/" for key in GUESSED for part in ("change", "history", "delete")]


def lookups(model: type[Model]) -> list[str]:
    """What the stock admin would filter a list by to tell of wishes that nobody may see."""
    names = [it.name for it in model._meta.related_objects if it.related_model is AdvisorChangeRequest]
    return [lookup for name in names for lookup in (f"{name}__isnull", f"{name}__id")]


def suggestions(field: Field, *searched: str) -> list[str]:
    meta = field.model._meta
    base = f"/admin/autocomplete/?app_label={meta.app_label}&model_name={meta.model_name}&field_name={field.name}"
    return [base, *(f"{base}&term={text}" for text in searched)]
