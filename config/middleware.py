import logging
import time
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

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
View = Callable[[HttpRequest], HttpResponseBase]


def also(middleware: View, **asked: Callable[..., None]) -> View:
    """A middleware with what Django asks of it besides, by the names under which it looks."""
    for name, answer in asked.items():
        setattr(middleware, name, answer)
    return middleware


def request_log(get_response: View) -> View:
    """Log each request by its route, never by its address: addresses carry tokens and what people search for."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
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


def permissions_policy(get_response: View) -> View:
    """No page asks for what a device can see, hear or pay; a passkey is allowed by itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{name}=()" for name in NEVER_ASKED_FOR)
        return response

    return middleware


def gone(get_response: View) -> View:
    """A row that was there when it was looked up, and no longer when it was locked: the same 404.

    A member may leave, and be erased, while somebody acts on them, or they themselves in another tab; what they then
    store hangs on a row that is no longer there.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> None:
        is_refused = type(error) in (IntegrityError, DatabaseError)
        if isinstance(error, ObjectDoesNotExist) or is_refused and has_left(request):
            raise Http404 from error

    return also(middleware, process_exception=process_exception)


def has_left(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and not get_user_model().objects.filter(pk=user.pk).exists()


def not_stored(get_response: View) -> View:
    """What is meant for one person is kept by no cache and no browser; stands inside what serves static files."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if is_personal(request, response):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Of somebody with a session, of a page that asks for sign-in, or behind a token of one's own; asks no database."""
    if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
        return True
    match = request.resolver_match
    return match is not None and (getattr(match.func, "login_required", True) or "token" in match.kwargs)


def readable(get_response: View) -> View:
    """Keep from everybody behind it, the libraries included, what can be nothing but an attempt.

    No column takes a NUL byte: in a cookie, or anywhere in the admin, it is refused, as part of a path it leads to
    nothing, and what asks something of a list is read without it. A page to go on to that is no address is refused, and
    the number of a row that no table could hold is simply not there. What is typed into fields the forms refuse.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in "".join(request.COOKIES.values()):
            raise BadRequest("NUL byte in a cookie")
        return get_response(request)

    def process_view(request: HttpRequest, view: View, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
        if any(is_out_of_reach(value) for value in kwargs.values()):
            raise Http404
        if "\0" in unquote(request.META.get("QUERY_STRING", "")):
            leave_out_nul(request)
        for page in (request.GET.get(REDIRECT_FIELD_NAME, ""), request.POST.get(REDIRECT_FIELD_NAME, "")):
            refuse_unreadable(page)

    return also(middleware, process_view=process_view)


def is_out_of_reach(value: object) -> bool:
    return value > LARGEST if isinstance(value, int) else "\0" in str(value)


def leave_out_nul(request: HttpRequest) -> None:
    """Of a question to a list, which bears nonsense; the admin's pages do not."""
    if request.resolver_match and "admin" in request.resolver_match.app_names:
        raise BadRequest("NUL byte in the address")
    request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "").replace("\0", "")
    request.GET = QueryDict(request.META["QUERY_STRING"])


def refuse_unreadable(page: str) -> None:
    try:
        urlsplit(page)
    except ValueError:
        raise BadRequest("the page to go on to is no address") from None
