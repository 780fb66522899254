"""The addresses in mails: sealed, so that holding one is the permission; nothing about them is stored."""

import enum

from django.conf import settings
from django.urls import reverse

from accounts.messages.tokens import formerly_in, named_in
from accounts.messages.tokens import token as sealed
from withdrawals.requests.models import WithdrawalRequest

SALT = "withdrawals.link"


class Purpose(enum.StrEnum):
    STOP = "stop"
    COMPLETE = "complete"
    CONFIRM = "confirm"
    WATCH = "watch"  # the status page, for whoever filed the request
    FOLLOW = "follow"  # the status page, for the owner of the registered address


def token(purpose: Purpose, request: WithdrawalRequest) -> str:
    return sealed(f"{SALT}.{purpose}", request.reference)


def read(text: str) -> tuple[Purpose, str] | None:
    """What a token is for and which reference number it names; None for one that is not ours."""
    return named_in(SALT, Purpose, text) or read_formerly(text)


def read_formerly(text: str) -> tuple[Purpose, str] | None:
    held = formerly_in(SALT, text)
    return (Purpose(held[0]), held[1]) if held else None


def act_url(purpose: Purpose, request: WithdrawalRequest) -> str:
    return settings.SITE_URL + reverse("withdrawals:link", args=[token(purpose, request)])


def status_url(purpose: Purpose, request: WithdrawalRequest) -> str:
    return settings.SITE_URL + status_path(purpose, request)


def status_path(purpose: Purpose, request: WithdrawalRequest) -> str:
    """For a page of ours: it stays on the host somebody browses by."""
    return reverse("withdrawals:status", args=[token(purpose, request)])
