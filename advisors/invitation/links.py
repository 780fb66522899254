"""The address in an invitation: signed, so that holding it is the permission. It names a row, and nobody."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from advisors.invitation.models import Invitation

SALT = "advisors.invitation"


def link_to(invitation: Invitation) -> str:
    return settings.SITE_URL + reverse("advisors:invitation", args=[signing.dumps(invitation.pk, salt=SALT)])


def named(token: str) -> Invitation | None:
    """Which invitation a link is of; None of one that is not ours, or forgotten."""
    try:
        return Invitation.objects.filter(pk=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None
