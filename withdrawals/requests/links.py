"""The addresses in mails: signed, so that holding one is the permission; nothing about them is stored."""

import enum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from withdrawals.requests.models import WithdrawalRequest

SALT = "withdrawals.link"


class Purpose(enum.StrEnum):
    STOP = "stop"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    WATCH = "watch"  # the status page, for whoever filed the request
    FOLLOW = "follow"  # the status page, for the owner of the registered address


def token(purpose: Purpose, request: WithdrawalRequest) -> str:
    return signing.dumps([purpose, request.reference], salt=SALT)


def read(text: str) -> tuple[Purpose, str] | None:
    """What a token is for and which reference number it names; None for one that is not ours."""
    try:
        purpose, reference = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    return Purpose(purpose), reference


def act_url(purpose: Purpose, request: WithdrawalRequest) -> str:
    return settings.SITE_URL + reverse("withdrawals:link", args=[token(purpose, request)])


def status_url(purpose: Purpose, request: WithdrawalRequest) -> str:
    return settings.SITE_URL + status_path(purpose, request)


def status_path(purpose: Purpose, request: WithdrawalRequest) -> str:
    """For a page of ours: it stays on the host somebody browses by."""
    return reverse("withdrawals:status", args=[token(purpose, request)])
