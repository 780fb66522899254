"""Who runs the service, on which terms, and what becomes of personal data: said to everybody, gaps and all."""

import re
from pathlib import Path

import pytest
from django.core.checks import run_checks

PARTS = ("name", "address", "licence", "contact")
NAMED = {part: f"{part}の例" for part in PARTS}

pytestmark = pytest.mark.django_db


def warned() -> list[str]:
    return [it.msg for it in run_checks(include_deployment_checks=True) if it.id == "config.W003"]


def test_operator_is_named_as_the_settings_say(client, settings):
    settings.OPERATOR = NAMED
    page = client.get("/operator/").content.decode()
    assert all(said in page for said in NAMED.values())
    assert "Not entered yet" not in page
    assert warned() == []


@pytest.mark.parametrize("part", PARTS)
def test_what_is_missing_is_said_to_be_missing_and_asked_for_before_it_goes_live(client, settings, part):
    settings.OPERATOR = NAMED | {part: ""}
    assert client.get("/operator/").content.decode().count("Not entered yet") == 1
    assert warned() == [f"OPERATOR_{part.upper()} is not set."]


@pytest.mark.parametrize("address", ["/privacy/", "/terms/", "/operator/"])
def test_foot_of_every_page_leads_there(client, address):
    assert f'href="{address}"' in client.get("/").content.decode().split("<footer")[1]
    assert client.get(address).status_code == 200


def test_age_is_the_same_wherever_it_is_said(settings):
    """Of 18 to 34, and not of people in their twenties."""
    said = [path.read_text() for path in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    assert not [text for text in said if re.search("twenties|under 35", text)]
