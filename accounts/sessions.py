"""The session engine (`SESSION_ENGINE`): Django's database sessions, each with its owner."""

from datetime import timedelta

from allauth.account.utils import url_str_to_user_pk
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from accounts.models import Session

ANONYMOUS_LIFE = timedelta(hours=1)


class SessionStore(DatabaseSessionStore):
    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        """Record whose session it is: who has signed in, or is asked for a code. One of nobody's is kept an hour."""
        session = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY) or asked_for_code(data)
        if not data.get(SESSION_KEY):
            session.asked_email = data.get("account_login", {}).get("email") or ""
            session.expire_date = min(session.expire_date, timezone.now() + ANONYMOUS_LIFE)
        return session


def asked_for_code(data: dict) -> int | None:
    """Whose code this browser has asked for, if the address was somebody's; allauth writes ids in base 36."""
    written = data.get("account_login", {}).get("user_pk")
    return written and url_str_to_user_pk(written)
