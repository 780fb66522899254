"""A session knows whose it is, so that it can go with its owner."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from accounts.sessions import ANONYMOUS_LIFE
from tests.factories import UserFactory


@pytest.mark.parametrize("user_id", [9, 10, 36, 46_655, 1_000_000])
def test_session_of_a_pending_sign_in_is_its_owners(db, user_id):
    """allauth writes 10 as "a" and 36 as "10"."""
    user = UserFactory(pk=user_id)
    assert Client().post("/login/", {"email": user.email}).status_code == 302
    assert Session.objects.get().user == user


def test_session_of_an_address_nobody_has_is_nobodys_and_short(db, client):
    client.post("/login/", {"email": "nobody@example.com"})
    session = Session.objects.get()
    assert (session.user, session.expire_date <= timezone.now() + ANONYMOUS_LIFE) == (None, True)
