"""What is meant for one person is kept nowhere; as the whole URLconf is walked, in tests/demo/test_not_stored.py."""

import pytest
from django.conf import settings
from django.urls import reverse

NO_STORE = "no-store"

pytestmark = pytest.mark.django_db


def test_answer_that_begins_or_ends_a_session_is_not_kept(client, seeker, seeker_client):
    assert NO_STORE in client.post(reverse("account_login"), {"email": seeker.user.email})["Cache-Control"]
    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert NO_STORE in seeker_client.post(reverse("account_logout"))["Cache-Control"]


@pytest.mark.parametrize("page", ["/no-such-page/", "/jobs/", "/"])
def test_page_for_everybody_is_not_kept_of_somebody_who_has_signed_in(page, seeker_client, client):
    assert NO_STORE in seeker_client.get(page)["Cache-Control"]
    assert NO_STORE not in client.get(page).get("Cache-Control", "")
