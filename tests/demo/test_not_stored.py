"""What is meant for one person is kept nowhere: the whole URLconf, walked as everybody."""

import pytest

from tests import walking
from tests.test_not_stored import NO_STORE

# What everybody gets alike may be kept by whoever likes to.
FOR_EVERYBODY = {
    "",
    "i18n/kana/",
    "i18n/setlang/",
    "jobs/",
    "jobs/<int:posting_id>/",
    "line/webhook/",  # not there without a channel
    "manifest.webmanifest",
    "metrics",  # not there without its token
    "operator/",
    "privacy/",
    "robots.txt",
    "sitemap-<section>.xml",
    "sitemap.xml",
    "support/",
    "terms/",
    "withdraw/receipt/",
}
# What would be forgotten most easily: files, and pages of the library.
AMONG_THEM = {
    "seeker": {
        "referrals/interviews/<int:interview_id>.ics",
        "counseling/bookings/<int:booking_id>/counseling.ics",
        "mypage/data/download/",
        "mypage/security/webauthn/add/",
        "support/resume/<slug:sheet>.pdf",
        "support/resume/<slug:sheet>.png",
        "support/resume/photo.jpg",
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


def test_nothing_is_kept_but_what_a_visitor_gets_as_all_do(role, walk):
    assert {walking.route_at(page) for page in kept(walk)} == (FOR_EVERYBODY if role == "visitor" else set())
    assert AMONG_THEM.get(role, set()) - opened(walk) == set()
