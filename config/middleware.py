import logging
import time

from django.http import HttpRequest, HttpResponse

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
