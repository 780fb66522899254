"""Codes as mails hold them: only a digest is kept, in a row or in a session."""

from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

LENGTH = 6


def new_code() -> tuple[str, str, str]:
    """A fresh code, which only its mail will hold in clear, with its salt and its digest."""
    code, salt = get_random_string(LENGTH, "0123456789"), get_random_string(16)
    return code, salt, digest(salt, code)


def digest(salt: str, code: str) -> str:
    return salted_hmac(salt, code, algorithm="sha256").hexdigest()


def fits(code: str, *, salt: str, kept: str) -> bool:
    """Whether this is the code whose digest was kept."""
    return constant_time_compare(kept, digest(salt, code))
