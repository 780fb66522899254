"""Tokens of mailed addresses: the key of what one is for, and a seal by which holding it is the permission.

Nothing about a token is stored, so nothing of it is left when its row goes. The seal is of 95 bits over the purpose and
the key: too many to guess, few enough to be read out.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

SEAL = 16
P = TypeVar("P", bound=str)


def token(purpose: str, key: str) -> str:
    return key + seal(purpose, key, settings.SECRET_KEY)


def key_in(purpose: str, text: str) -> str | None:
    """The key that a token is of; None of one that is forged, cut off, or for another purpose."""
    key, sealed = text[:-SEAL], text[-SEAL:]
    seals = [seal(purpose, key, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    fits = [constant_time_compare(sealed, it) for it in seals]
    return key if key and any(fits) else None


def named_in(salt: str, purposes: Iterable[P], text: str) -> tuple[P, str] | None:
    """For which of these purposes of one salt a token is, and its key; None of one that is for none of them."""
    keys = [(purpose, key_in(f"{salt}.{purpose}", text)) for purpose in purposes]
    return next(((purpose, key) for purpose, key in keys if key), None)


def seal(purpose: str, key: str, secret: str) -> str:
    made = salted_hmac(f"accounts.tokens {purpose}", key, secret=secret, algorithm="sha256").digest()
    return signing.b62_encode(int.from_bytes(made) % 62**SEAL).rjust(SEAL, "0")


def number_token(purpose: str, number: int) -> str:
    return token(purpose, signing.b62_encode(number))


def number_in(purpose: str, text: str) -> int | None:
    key = key_in(purpose, text)
    return None if key is None else signing.b62_decode(key)


def formerly_in(salt: str, text: str) -> Any:
    """What a mailed token of before the short ones holds; docs/decisions/0047 says until when one is read."""
    try:
        return signing.loads(text, salt=salt)
    except signing.BadSignature:
        return None
