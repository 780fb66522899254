"""The links that sign in, or complete a registration, when no typed code counts any more: signed, for half an hour.

They name rows, no address; each is bound to what it was made for, and acts by the button on the page behind it, once.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string

from accounts.attempts.budgets import digest
from accounts.registration.models import MailboxProof
from accounts.users.models import User

LIFE = timedelta(minutes=30)
SALT = "accounts.links"
SIGN_IN, REGISTRATION = "sign in", "registration"


@dataclass(frozen=True)
class Link:
    """What a link is for: the row, and what that row was like when the link was made."""

    purpose: str
    row: int
    of: str
    once: str


def to_sign_in(user: User) -> str:
    return address(SIGN_IN, user.pk, digest("link", user.email))


def to_registration(proof: MailboxProof) -> str:
    return address(REGISTRATION, proof.pk, digest("link", proof.salt))


def address(purpose: str, row: int, of: str) -> str:
    token = TimestampSigner(salt=SALT).sign_object([purpose, row, of, get_random_string(12)])
    return f"{settings.SITE_URL}{reverse('accounts:mailed_link', args=[token])}"


def read(text: str) -> Link | None:
    try:
        return Link(*TimestampSigner(salt=SALT).unsign_object(text, max_age=LIFE))
    except BadSignature:
        return None


def owner(link: Link) -> User | MailboxProof | None:
    """Whom a link signs in, or whose registration it completes; nobody once the address or the code is another."""
    if link.purpose == SIGN_IN:
        user = User.objects.filter(pk=link.row, is_active=True).first()
        return user if user and constant_time_compare(link.of, digest("link", user.email)) else None
    proof = MailboxProof.objects.filter(pk=link.row, purpose=MailboxProof.Purpose.REGISTRATION).first()
    return proof if proof and constant_time_compare(link.of, digest("link", proof.salt)) else None
