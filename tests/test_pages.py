"""What every page has in common: landmarks, languages, the way out - and that it is light."""

import gzip
import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import source

OPEN_TO_ALL = [
    "accounts:landing",
    "accounts:register",
    "account_login",
    "jobs:postings",
    "withdrawals:withdraw",
    "withdrawals:verify",
]
LIGHT = 10_000  # bytes, as they are sent


def page_at(client: Client, name: str) -> str:
    return client.get(reverse(name)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_page_has_one_heading_and_the_landmarks(client, name):
    html = page_at(client, name)
    assert [html.count(tag) for tag in ("<h1", "<header ", "<main ", "<footer ")] == [1, 1, 1, 1]
    assert 'href="#main"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_page_shows_the_way_out_and_the_desk(client, name):
    foot = page_at(client, name).split("<footer")[1]
    assert f'href="{reverse("withdrawals:withdraw")}"' in foot
    assert f'href="tel:{settings.SUPPORT_PHONE}"' in foot


@pytest.mark.django_db
@pytest.mark.parametrize("spoken", ["ja", "en"])
@pytest.mark.parametrize(("language", "word"), [("ja", "日本語"), ("en", "English")])
def test_page_offers_both_languages_by_their_own_names(client, spoken, language, word):
    page = client.get(reverse("accounts:landing"), headers={"accept-language": spoken}).content.decode()
    button = re.search(rf'<button[^>]*value="{language}"[^>]*>([^<]*)<', page)
    assert button.group(1) == word
    assert f'lang="{language}"' in button.group()


@pytest.mark.django_db
def test_visitor_is_offered_to_register_and_to_sign_in(client):
    nav = page_at(client, "accounts:landing").split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]*)"', nav) == [
        reverse("jobs:postings"),
        reverse("support:support"),
        reverse("account_login"),
        reverse("accounts:register"),
    ]


def test_member_is_offered_the_own_page_and_to_sign_out(seeker_client):
    nav = page_at(seeker_client, "accounts:landing").split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'(?:href|action)="([^"]*)"', nav) == [
        reverse("accounts:mypage"),
        reverse("advisors:counseling"),
        reverse("advisors:advisor"),
        reverse("jobs:referrals"),
        reverse("jobs:postings"),
        reverse("support:support"),
        reverse("account_logout"),
    ]
    assert 'method="post"' in nav


def test_staff_are_offered_the_admin(desk_client):
    nav = page_at(desk_client, "accounts:landing").split("<nav")[1].split("</nav>")[0]
    assert reverse("admin:index") in nav
    assert reverse("accounts:mypage") not in nav


@pytest.mark.parametrize("template", ["400.html", "500.html"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_page_for_a_breakdown_needs_nothing(template, language):
    with translation.override(language):
        html = render_to_string(template)
    assert f'<html lang="{language}">' in html
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("template", ["403.html", "404.html", "429.html"])
def test_page_for_a_refusal_keeps_the_frame(rf, template):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert "<footer" in render_to_string(template, request=request)


def test_form_from_elsewhere_is_refused_in_our_words(db):
    reply = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"email": "a@example.com"})
    assert reply.status_code == 403
    assert "Please send it once more" in reply.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_page_asks_for_one_light_style_sheet(client, name):
    """Put together from its parts as they are now, and sent compressed."""
    (linked,) = re.findall(r'<link rel="stylesheet" href="([^"]*)"', page_at(client, name))
    sheet = b"".join(client.get(linked).streaming_content)
    parts = [source.ROOT / f"static/css/{part}.css" for part in ("tokens", "base", "layout", "components")]
    assert sheet == b"".join(part.read_bytes() for part in parts)
    assert len(gzip.compress(sheet)) < LIGHT
