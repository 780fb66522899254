"""Second factors that no key opens any more, because SECRET_KEY was changed and the old one dropped."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from accounts.users.models import User


def unreadable(user: User) -> list[Authenticator]:
    held = Authenticator.objects.filter(user=user)
    return [authenticator for authenticator in held if not get_adapter().can_open(authenticator)]


def drop_unreadable(user: User) -> None:
    """Make room for a new one: of an app, and of recovery codes, the database takes one a person."""
    Authenticator.objects.filter(pk__in=[authenticator.pk for authenticator in unreadable(user)]).delete()
