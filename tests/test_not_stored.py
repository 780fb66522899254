"""What is meant for one person is kept nowhere: the whole URLconf, walked as everybody."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import walking

NO_STORE = "no-store"
# What everybody gets alike may be kept by whoever likes to.
FOR_EVERYBODY = {
    "",
    "i18n/setlang/",
    "jobs/",
    "jobs/<int:posting_id>/",
    "robots.txt",
    "sitemap-<section>.xml",
    "sitemap.xml",
    "withdraw/receipt/",
}
# What would be forgotten most easily: files, and pages of the library.
AMONG_THEM = {
    "seeker": {
        "referrals/interviews/<int:interview_id>.ics",
        "counseling/bookings/<int:booking_id>/counseling.ics",
        "mypage/data/download/",
        "mypage/security/webauthn/add/",
    },
    "advisor": {"mypage/security/", "admin/advisors/week/"},
    "desk": {"mypage/security/", "admin/jobs/jobposting/import/sample.csv"},
    "administrator": {"admin/jsi18n/", "admin/accounts/user/<path:object_id>/history/"},
}

pytestmark = pytest.mark.django_db


def kept(walk: walking.Walk) -> list[str]:
    return [page for page, answer in walk.answers.items() if NO_STORE not in answer.get("Cache-Control", "")]


def opened(walk: walking.Walk) -> set[str]:
    return {walking.route_at(page) for page, answer in walk.answers.items() if answer.status_code == 200}


def test_nothing_is_kept_that_somebody_gets_who_has_signed_in_and_a_visitor_keeps_what_all_get_alike(now):
    """One demo for all: making it takes longer than walking it."""
    walking.demo(now=now)
    walks = {role: walking.walk(role) for role in walking.ROLES}
    assert {walking.route_at(page) for page in kept(walks.pop("visitor"))} == FOR_EVERYBODY
    assert {role: kept(walk) for role, walk in walks.items()} == dict.fromkeys(walks, [])
    assert {role: AMONG_THEM[role] - opened(walk) for role, walk in walks.items()} == dict.fromkeys(walks, set())


def test_answer_that_begins_or_ends_a_session_is_not_kept(client, seeker, seeker_client):
    assert NO_STORE in client.post(reverse("account_login"), {"email": seeker.user.email})["Cache-Control"]
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert NO_STORE in seeker_client.post(reverse("account_logout"))["Cache-Control"]


@pytest.mark.parametrize("page", ["/no-such-page/", "/jobs/", "/"])
def test_page_for_everybody_is_not_kept_of_somebody_who_has_signed_in(page, seeker_client, client):
    assert NO_STORE in seeker_client.get(page)["Cache-Control"]
    assert NO_STORE not in client.get(page).get("Cache-Control", "")
