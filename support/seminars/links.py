"""The address in a mail by which a seat is given up: sealed, so that holding it is the permission."""

from django.conf import settings
from django.urls import reverse

from accounts.messages.tokens import formerly_in, number_in, number_token
from support.seminars.models import SeminarSeat

SALT = "support.leave_seat"


def token(seat: SeminarSeat) -> str:
    return number_token(SALT, seat.pk)


def read(text: str) -> int | None:
    """Which seat a token is of; None for one that is not ours."""
    return number_in(SALT, text) or formerly_in(SALT, text)


def leave_url(seat: SeminarSeat) -> str:
    return settings.SITE_URL + reverse("support:leave_by_link", args=[token(seat)])
