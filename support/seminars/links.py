"""The address in a mail by which a seat is given up: signed, so that holding it is the permission."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from support.seminars.models import SeminarSeat

SALT = "support.leave_seat"


def token(seat: SeminarSeat) -> str:
    return signing.dumps(seat.pk, salt=SALT)


def read(text: str) -> int | None:
    """Which seat a token is of; None for one that is not ours."""
    try:
        seat_id: int = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return seat_id


def leave_url(seat: SeminarSeat) -> str:
    return settings.SITE_URL + reverse("support:leave_by_link", args=[token(seat)])
