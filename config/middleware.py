import logging
import time

from django.conf import settings
from django.http import HttpRequest, HttpResponse

NEVER_ASKED_FOR = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "usb",
)
log = logging.getLogger(__name__)


def request_log(get_response):
    """Log each request by its route, never by its address: addresses carry tokens and what people search for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else None,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000),
            },
        )
        return response

    return middleware


def permissions_policy(get_response):
    """No page asks for what a device can see, hear or pay; a passkey is allowed by itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{name}=()" for name in NEVER_ASKED_FOR)
        return response

    return middleware


def not_stored(get_response):
    """What is meant for one person is kept by no cache and no browser; stands inside what serves static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_personal(request, response):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Of somebody with a session, of a page that asks for sign-in, or behind a token of one's own; asks no database."""
    if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
        return True
    match = request.resolver_match
    return bool(match) and (getattr(match.func, "login_required", True) or "token" in match.kwargs)
