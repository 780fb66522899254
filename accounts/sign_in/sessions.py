"""The session engine (`SESSION_ENGINE`): Django's database sessions, each with its owner."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.utils import timezone

from accounts.sign_in.models import Session
from accounts.users.models import User

ANONYMOUS_LIFE = timedelta(hours=1)
# Staff's session is kept awake no oftener than this, so that their pages hardly ever write.
NAP = timedelta(minutes=1)
BEGAN = "began_at"


class SessionStore(DatabaseSessionStore):
    """Loads no session that is over, so that a page of staff costs nothing more for ending theirs early.

    A request that has looked its owner up says who it is (`owner`): storing it then asks nobody.
    """

    ends_at: datetime | None = None
    owner: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        session: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # left out of the stubs
        self.ends_at = session.expire_date if session else None
        return session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Record whose session it is: who has signed in, or is asked for a code. One of nobody's is kept an hour."""
        signed_in = data.get(SESSION_KEY)
        if signed_in:
            data.setdefault(BEGAN, timezone.now().timestamp())
        session = super().create_model_instance(data)
        assert isinstance(session, Session)  # as `get_model_class` says
        session.user_id = signed_in or asked_for_code(data)
        if not signed_in:
            session.asked_email = data.get("account_login", {}).get("email") or ""
            session.expire_date = min(session.expire_date, timezone.now() + ANONYMOUS_LIFE)
        elif self.is_of_staff(signed_in):
            session.expire_date = staff_end(data)
        return session

    def is_of_staff(self, user_id: str) -> bool:
        if self.owner and str(self.owner.pk) == user_id:
            return self.owner.is_staff
        return User.objects.filter(pk=user_id, is_staff=True).exists()

    def stay_awake(self) -> None:
        """Put off the idle end of staff's session: where it is kept alone, so that nothing else of it is rewritten.

        Of one that began before its owner was staff it brings the end forward.
        """
        end = staff_end(self)
        if self.ends_at and abs(end - self.ends_at) >= NAP:
            Session.objects.filter(session_key=self.session_key).update(expire_date=end)


def staff_end(data: Mapping[str, Any] | SessionBase) -> datetime:
    """When staff are signed out if they do nothing more: at the idle end, or at that of their day if it comes first."""
    now = timezone.now()
    began = datetime.fromtimestamp(data.get(BEGAN, now.timestamp()), UTC)
    return min(now + settings.STAFF_SESSION_IDLE, began + settings.STAFF_SESSION_LIFE)


def asked_for_code(data: Mapping[str, Any]) -> int | None:
    """Whose code this browser has asked for, if the address was somebody's; allauth writes ids in base 36."""
    written = data.get("account_login", {}).get("user_pk")
    return written and url_str_to_user_pk(written)


def end_sessions(user_id: int) -> int:
    """Sign somebody out everywhere, and end each sign-in that waits for its code; returns how many there were."""
    return Session.objects.filter(user=user_id).delete()[0]
