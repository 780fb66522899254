"""An address that only a button leads to, opened by a person: the page with the button, and nothing done."""

import pytest
from django.contrib.messages import get_messages

from tests import walking
from tests.config.test_buttons import SAID

ENGLISH = {"accept-language": "en"}
OF_A_SEEKER = {
    "advisor/change/<int:request_id>/take-back/",
    "advisor/former/<int:assignment_id>/share/",
    "counseling/any-advisor/",
    "counseling/wait/",
    "counseling/wait/stop/",
    "i18n/kana/",
    "i18n/setlang/",
    "jobs/<int:posting_id>/ask/",
    "jobs/<int:posting_id>/save/",
    "jobs/<int:posting_id>/take-back/",
    "jobs/<int:posting_id>/unsave/",
    "mypage/conditions/ask/",
    "mypage/withdrawal/stop/",
    "support/documents/<int:document_id>/ask/",
    "support/documents/reviews/<int:review_id>/take-back/",
    "support/resume/entries/<int:line_id>/remove/",
    "support/resume/<slug:sheet>/send/",
    "support/resume/photo/remove/",
    "support/seminars/<int:seminar_id>/accept/",
    "support/seminars/<int:seminar_id>/join/",
    "support/seminars/<int:seminar_id>/leave/",
}
OF_STAFF = {"i18n/kana/", "i18n/setlang/", "admin/logout/"}
SHOWN_TO = {
    "visitor": {"i18n/kana/", "i18n/setlang/"},
    "seeker": OF_A_SEEKER,
    "advisor": OF_STAFF,
    "desk": OF_STAFF,
    "administrator": OF_STAFF,
}

pytestmark = pytest.mark.django_db


def test_button_opened_as_a_page_leads_to_where_it_is(role, walk, now, worker):
    """What does not lead on is known from the walk; to what does the browser goes once more."""
    browser, led, silent = walking.browser(role), set(), set()
    for route, address in walking.filled(role).items():
        met = walk.answers.get(address)
        if address.startswith("/static/") or met and met.status_code not in {302, 405}:
            continue
        answer = browser.get(address, headers=ENGLISH)
        assert answer.status_code != 405, route
        if answer.status_code == 302 and leads_to_it(browser, answer, silent):
            led.add(route)
    assert led == SHOWN_TO[role]


def leads_to_it(browser, answer, silent: set[str]) -> bool:
    """Whether the page behind says it. One that did not, with nothing waiting to be said, does not the next time."""
    is_told = len(get_messages(answer.wsgi_request)) > 0
    if answer["Location"] in silent and not is_told:
        return False
    page = browser.get(answer["Location"], headers=ENGLISH, follow=True)
    is_said = SAID in page.content.decode()
    if not is_said and not is_told:
        silent.add(answer["Location"])
    return is_said
