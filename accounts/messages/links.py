"""The address in a notice that stops its kind: sealed, so that holding it is the permission."""

from django.conf import settings
from django.core.signing import BadSignature, Signer, b62_decode
from django.urls import reverse

from accounts.messages.models import Notice
from accounts.messages.tokens import named_in, number_token

SALT = "accounts.stop_notice"


def token(seeker_id: int, kind: str) -> str:
    return number_token(f"{SALT}.{kind}", seeker_id)


def stop_url(seeker_id: int, kind: str) -> str:
    return settings.SITE_URL + reverse("accounts:stop_notice", args=[token(seeker_id, kind)])


def read(text: str) -> tuple[int, str] | None:
    """Whose notices of which kind a token stops; None for one that is not ours."""
    named = named_in(SALT, Notice.values, text)
    return (b62_decode(named[1]), named[0]) if named else read_formerly(text)


def read_formerly(text: str) -> tuple[int, str] | None:
    try:
        seeker_id, kind = Signer(salt=SALT).unsign_object(text)
    except BadSignature:
        return None
    return seeker_id, kind
