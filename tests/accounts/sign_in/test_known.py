"""The cookie by which a browser is known: its owner's alone, for half a year, and out of reach of scripts."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from accounts.sign_in.known import COOKIE, LIFE, known_owner, remember_browser


@pytest.fixture
def kept(rf, clock, seeker):
    """A request of the browser in which the seeker has signed in."""
    request = rf.get("/")
    request.COOKIES[COOKIE] = remember_browser(HttpResponse(), seeker.user).cookies[COOKIE].value
    return request


def test_browser_is_known_to_its_owner_alone(kept, seeker, other_seeker):
    assert [known_owner(kept, user) for user in (seeker.user, other_seeker.user, None)] == [seeker.user, None, None]


def test_browser_is_known_for_half_a_year(kept, seeker, clock):
    known = []
    for step in (LIFE, timedelta(seconds=1)):
        clock.shift(step)
        known.append(known_owner(kept, seeker.user))
    assert known == [seeker.user, None]


@pytest.mark.parametrize("secure", [True, False])
def test_cookie_is_sent_to_the_site_alone(seeker, settings, secure):
    settings.SECURE = secure
    cookie = remember_browser(HttpResponse(), seeker.user).cookies[COOKIE]
    assert (bool(cookie["secure"]), cookie["httponly"], cookie["samesite"]) == (secure, True, "Lax")
