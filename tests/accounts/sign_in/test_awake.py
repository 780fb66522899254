"""Whoever types in a form of the admin stays signed in, in a browser whose clock is turned on."""

import pytest
from django.conf import settings
from playwright.sync_api import Page

from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_typing_tells_the_server_at_most_every_two_minutes(page: Page, live_server, administrator):
    cookie = signed_in(administrator).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.clock.install()
    page.goto(f"{live_server.url}/admin/accounts/user/add/")
    told = []
    page.on("request", lambda request: told.append(request.url) if request.resource_type == "fetch" else None)
    for minutes in (1, 1, 1, 1, 1):
        page.clock.fast_forward(minutes * 60 * 1000)
        page.get_by_label("E-mail address").press_sequentially("ab")
    page.evaluate("0")  # by now every request that typing made is known here
    assert told == [f"{live_server.url}/admin/jsi18n/"] * 2
