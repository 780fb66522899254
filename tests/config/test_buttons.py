"""An address that only a button leads to, opened by a person: the page with the button, and nothing done."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from tests import walking
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db
SAID = "Nothing has been done yet. If you were signed out meanwhile, please press the button again."
ENGLISH = {"accept-language": "en"}
OF_A_SEEKER = {
    "advisor/change/<int:request_id>/take-back/",
    "advisor/former/<int:assignment_id>/share/",
    "counseling/any-advisor/",
    "counseling/wait/",
    "counseling/wait/stop/",
    "i18n/setlang/",
    "jobs/<int:posting_id>/ask/",
    "jobs/<int:posting_id>/save/",
    "jobs/<int:posting_id>/take-back/",
    "jobs/<int:posting_id>/unsave/",
    "mypage/conditions/ask/",
    "mypage/withdrawal/stop/",
}
OF_STAFF = {"i18n/setlang/", "admin/logout/"}
SHOWN_TO = {
    "visitor": {"i18n/setlang/"},
    "seeker": OF_A_SEEKER,
    "advisor": OF_STAFF,
    "desk": OF_STAFF,
    "administrator": OF_STAFF,
}


def test_button_opened_as_a_page_leads_to_where_it_is(now, worker):
    """One demo for all: making it takes longer than walking it."""
    walking.demo(now=now)
    assert {role: led_as(role) for role in walking.ROLES} == SHOWN_TO


def led_as(role: str) -> set[str]:
    """The routes that lead this person to a page which says that nothing has been done yet."""
    browser, somebody, led, silent = walking.browser(role), walking.person(role), set(), set()
    for route in walking.routes():
        address = walking.address(route, walking.values(route, somebody))
        if address.startswith("/static/"):
            continue
        answer = browser.get(address, headers=ENGLISH)
        assert answer.status_code != 405, (role, route)
        if answer.status_code == 302 and leads_to_it(browser, answer, silent):
            led.add(route)
    return led


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


def test_button_pressed_while_signed_out_is_pressed_again_after_signing_in(client, seeker):
    there = client.post(reverse("advisors:wait"), follow=True)
    assert there.redirect_chain[-1][0].endswith(f"?next={reverse('advisors:wait')}")
    answer = signed_in(seeker.user).get(reverse("advisors:wait"), follow=True)
    assert answer.redirect_chain == [(reverse("advisors:counseling"), 302)]
    assert SAID in answer.content.decode()
    assert not hasattr(seeker, "slot_wait")


def test_button_takes_nothing_but_a_press(seeker_client):
    assert seeker_client.put(reverse("advisors:wait")).status_code == 405
