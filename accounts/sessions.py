"""The session engine (`SESSION_ENGINE`): Django's database sessions, each with its owner."""

from datetime import timedelta

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
        session.user_id = data.get(SESSION_KEY) or data.get("account_login", {}).get("user_pk")
        if not data.get(SESSION_KEY):
            session.expire_date = min(session.expire_date, timezone.now() + ANONYMOUS_LIFE)
        return session
