"""What is answered when a request fails: for want of the database 503, which may be tried again, else 500."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

SECONDS = 10


def failed(request: HttpRequest) -> HttpResponse:
    """A pool without a free connection, or a server out of reach, is no fault of the page."""
    response = server_error(request)
    if is_out_of_reach(sys.exc_info()[1]):
        response.status_code = 503
        response["Retry-After"] = str(SECONDS)
    return response


def is_out_of_reach(error: BaseException | None) -> bool:
    """Without an answer of the server there is no code of its own."""
    if not isinstance(error, OperationalError):
        return False
    return getattr(error.__cause__, "sqlstate", None) is None
