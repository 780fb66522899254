"""`/healthz`: this process answers. `/readyz`: the database and the broker answer too, and how the machinery goes.

Only what this process cannot do without makes it not ready. A beat that stands still, or mails that wait, are no reason
to keep people from the pages: they are told in the answer, and by `manage.py health`.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config import clock
from config.celery import app
from config.figures import Figure, figures


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"process": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    parts = servers()
    said: dict[str, object] = {name: "ok" if ok else "down" for name, ok in parts.items()}
    if parts["database"]:
        said |= {name: told(figure) for name, figure in figures(now=clock.now()).items()}
    return JsonResponse(said, status=200 if all(parts.values()) else 503)


def told(figure: Figure) -> dict[str, int | bool | None]:
    return {"seconds": figure.seconds, "well": figure.is_well}


def servers() -> dict[str, bool]:
    """Whether each server that every process needs answers."""
    return {"database": answers(ask_database, DatabaseError), "broker": answers(ask_broker, OperationalError, OSError)}


def answers(ask: Callable[[], None], *failures: type[Exception]) -> bool:
    try:
        ask()
    except failures:
        return False
    return True


def ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker() -> None:
    with app.connection_for_read(connect_timeout=0.5) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)
