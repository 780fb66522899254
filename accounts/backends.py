"""Who is signed in, with their membership and what waits for them in the same query.

It stands at the top of the app because every session holds its name: moved, it would sign everybody out.
"""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from accounts.users.models import User
from accounts.users.waiting import waiting


@cache
def known() -> QuerySet[User]:
    """Written once: each request asks it, and to write what waits takes longer than to ask it."""
    return User.objects.select_related("job_seeker").annotate(**waiting())


class MemberBackend(AuthenticationBackend):
    """Asked at each request of somebody who has signed in; how they sign in is allauth's affair."""

    def get_user(self, user_id: int) -> User | None:
        user = known().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
