import logging
import time
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from config.keys import LARGEST

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


def gone(get_response):
    """A row that was there when it was looked up, and no longer when it was locked: the same 404.

    A member may leave, and be erased, while somebody acts on them, or they themselves in another tab; what they then
    store hangs on a row that is no longer there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> None:
        is_refused = type(error) in (IntegrityError, DatabaseError)
        if isinstance(error, ObjectDoesNotExist) or is_refused and has_left(request):
            raise Http404 from error

    middleware.process_exception = process_exception
    return middleware


def has_left(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and not get_user_model().objects.filter(pk=user.pk).exists()


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


def readable(get_response):
    """Keep from everybody behind it, the libraries included, what can be nothing but an attempt.

    No column takes a NUL byte: in a cookie, or anywhere in the admin, it is refused, as part of a path it leads to
    nothing, and what asks something of a list is read without it. A page to go on to that is no address is refused, and
    the number of a row that no table could hold is simply not there. What is typed into fields the forms refuse.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in "".join(request.COOKIES.values()):
            raise BadRequest("NUL byte in a cookie")
        return get_response(request)

    def process_view(request: HttpRequest, view, args: tuple, kwargs: dict) -> None:
        if any(is_out_of_reach(value) for value in kwargs.values()):
            raise Http404
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            leave_out_nul(request)
        for page in (request.GET.get(REDIRECT_FIELD_NAME, ""), request.POST.get(REDIRECT_FIELD_NAME, "")):
            refuse_unreadable(page)

    middleware.process_view = process_view
    return middleware


def is_out_of_reach(value) -> bool:
    return value > LARGEST if isinstance(value, int) else "\0" in str(value)


def leave_out_nul(request: HttpRequest) -> None:
    """Of a question to a list, which bears nonsense; the admin's pages do not."""
    if "admin" in request.resolver_match.app_names:
        raise BadRequest("NUL byte in the address")
    request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "").replace("\0", "")
    request.GET = QueryDict(request.META["QUERY_STRING"])


def refuse_unreadable(page: str) -> None:
    try:
        urlsplit(page)
    except ValueError:
        raise BadRequest("the page to go on to is no address") from None
