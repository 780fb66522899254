"""What a seeker has typed at a time that they did not get: it waits in their session for the next one."""

from collections.abc import Mapping

from django.http import HttpRequest

TYPED = "counseling_typed"


def keep(request: HttpRequest, typed: Mapping[str, str]) -> None:
    request.session[TYPED] = dict(typed)


def kept(request: HttpRequest) -> dict[str, str]:
    typed: dict[str, str] = request.session.get(TYPED, {})
    return typed


def forget(request: HttpRequest) -> None:
    """They have booked. What they said stands in the booking."""
    request.session.pop(TYPED, None)
