"""The people of the stories, each with a browser of their own."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.conftest import NOW, signed_in
from tests.journeys.person import Person

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LOCALES = {"en": "en-GB", "ja": "ja-JP"}

# Milliseconds: a page that answers at once takes longer while the rest of the suite runs beside it.
expect.set_options(timeout=15_000)


def in_english(*said):
    """The story once more, for `make attack`."""
    return pytest.param("en", *said, marks=pytest.mark.long)


@pytest.fixture
def clock(day_of_the_suite, time_machine):
    """The clock, set to `NOW` and running: a story takes its time."""
    time_machine.move_to(NOW)
    return time_machine


@pytest.fixture
def arrive(new_context, live_server, worker, clock, settings):
    """Call it with an e-mail address to have somebody arrive, or with `user=` somebody who is signed in.

    Once the story is over, no browser may have complained: not of an error, not of a breach of the security policy.
    """
    settings.SITE_URL = live_server.url
    people = []

    def arrives(email: str = "", *, user=None, language: str = "en", **browser) -> Person:
        # Without pages passing into one another, of which the browser complains where one is left in a hurry.
        browser = {"reduced_motion": "reduce", **browser}
        context = new_context(base_url=live_server.url, locale=LOCALES[language], **browser)
        if user:
            context.add_cookies([session_of(user)])
        people.append(Person(context, email=email or user.email, language=language, worker=worker, browser=browser))
        return people[-1]

    yield arrives
    assert [complaint for person in people for complaint in person.complaints] == []


def session_of(user) -> dict[str, str]:
    """The cookie of somebody who has just signed in as the story begins."""
    client = signed_in(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": settings.SITE_URL}


@pytest.fixture
def hanako(arrive) -> Person:
    """Somebody nobody knows yet."""
    return arrive("hanako@example.com")


@pytest.fixture
def member(arrive, seeker) -> Person:
    """A member, signed in."""
    return arrive(user=seeker.user)
