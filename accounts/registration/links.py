"""The links that sign in, or complete a registration, when no typed code counts any more: sealed, for half an hour.

They name rows, no address; each is bound to what it was made for, and acts by the button on the page behind it, once.
"""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner, b62_decode, b62_encode
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from accounts.attempts.budgets import digest
from accounts.messages.tokens import named_in, token
from accounts.registration.models import MailboxProof
from accounts.users.models import User

LIFE = timedelta(minutes=30)
SALT = "accounts.links"
SIGN_IN, REGISTRATION = "sign in", "registration"
# How many characters of a key say when it was made, and what the row was like then.
AT, OF = 6, 12


@dataclass(frozen=True)
class Link:
    """What a link is for: the row, and what that row was like when the link was made."""

    purpose: str
    row: int
    of: str
    once: str


def to_sign_in(user: User) -> str:
    return address(SIGN_IN, user.pk, of=short(user.email))


def to_registration(proof: MailboxProof) -> str:
    return address(REGISTRATION, proof.pk, of=short(proof.salt))


def short(text: str) -> str:
    """What tells, under the seal, that an address or a code is another by now."""
    return digest("link", text)[:OF]


def address(purpose: str, row: int, *, of: str) -> str:
    """When it was made, what for, and of which row: two of one second are one, which counts once."""
    key = b62_encode(int(time.time())) + of + b62_encode(row)
    return f"{settings.SITE_URL}{reverse('accounts:mailed_link', args=[token(f'{SALT}.{purpose}', key)])}"


def read(text: str) -> Link | None:
    """What a link is for; None of one that is not ours, or whose half hour is over."""
    named = named_in(SALT, (SIGN_IN, REGISTRATION), text)
    if named is None:
        return read_formerly(text)
    purpose, key = named
    made, of, row = key[:AT], key[AT : AT + OF], key[AT + OF :]
    is_over = time.time() > b62_decode(made) + LIFE.total_seconds()
    return None if is_over else Link(purpose, b62_decode(row), of, made)


def read_formerly(text: str) -> Link | None:
    """One of before the short ones, which held the digest whole."""
    try:
        purpose, row, of, once = TimestampSigner(salt=SALT).unsign_object(text, max_age=LIFE)
    except BadSignature:
        return None
    return Link(purpose, row, of[:OF], once)


def owner(link: Link) -> User | MailboxProof | None:
    """Whom a link signs in, or whose registration it completes; nobody once the address or the code is another."""
    if link.purpose == SIGN_IN:
        user = User.objects.filter(pk=link.row, is_active=True).first()
        return user if user and constant_time_compare(link.of, short(user.email)) else None
    proof = MailboxProof.objects.filter(pk=link.row, purpose=MailboxProof.Purpose.REGISTRATION).first()
    return proof if proof and constant_time_compare(link.of, short(proof.salt)) else None
