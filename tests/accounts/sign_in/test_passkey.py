"""A passkey, from its making to a sign-in by it alone, in a browser whose authenticator answers by itself."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
BY_ITSELF = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def site(live_server, settings) -> str:
    """The address a passkey can be bound to: a name, and trusted without https."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page_of_seeker(page: Page, site, seeker) -> Page:
    cookie = signed_in(seeker.user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**BY_ITSELF, "automaticPresenceSimulation": True}})
    return page


def test_member_signs_in_by_a_passkey_alone(page_of_seeker, site, seeker):
    page, refused = page_of_seeker, []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    page.goto(site + reverse("mfa_add_webauthn"))
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()
    page.goto(site)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("main").get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text(seeker.name)).to_be_visible()
    assert refused == []
