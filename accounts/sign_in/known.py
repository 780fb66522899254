"""The browser somebody has signed in with before: a signed cookie, so that a stranger's tries do not use up theirs.

It says nothing but whose it is, under a keyed digest of a number that goes with the account.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.users.models import User

COOKIE = "known"
LIFE = timedelta(days=180)


def remember_browser(response: HttpResponse, user: User) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE, mark(user), max_age=LIFE, secure=settings.SECURE, httponly=True, samesite="Lax", path="/"
    )
    return response


def known_owner(request: HttpRequest, user: User | None) -> User | None:
    """The owner of the address, if this is a browser of theirs."""
    found = request.get_signed_cookie(COOKIE, default="", max_age=LIFE)
    return user if user and constant_time_compare(found or "", mark(user)) else None


def mark(user: User) -> str:
    return salted_hmac("accounts.known", str(user.pk), algorithm="sha256").hexdigest()
