"""The address in an invitation: sealed, so that holding it is the permission. It names a row, and nobody."""

from django.conf import settings
from django.urls import reverse

from accounts.messages.tokens import formerly_in, number_in, number_token
from advisors.invitation.models import Invitation

SALT = "advisors.invitation"


def link_to(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("advisors:invitation", args=[number_token(SALT, invitation.pk)])


def named(token: str) -> Invitation | None:
    """Which invitation a link is of; None of one that is not ours, or forgotten."""
    number = number_in(SALT, token) or formerly_in(SALT, token)
    return Invitation.objects.filter(pk=number).first() if number else None
