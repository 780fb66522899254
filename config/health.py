"""`/healthz`: this process answers. `/readyz`: the database and the broker answer too, and how the machinery goes.

Only what this process cannot do without makes it not ready. A beat that stands still, or mails that wait, are no reason
to keep people from the pages: they are told in the answer, and by `manage.py health`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from config import clock
from config.celery import app
from config.figures import Figure, figures

Found = TypeVar("Found")


@dataclass
class Report:
    """Which servers answer, and what the database says of the rest; nothing if it does not answer."""

    servers: dict[str, bool]
    figures: dict[str, Figure] = field(default_factory=dict)


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"process": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    found = report()
    said: dict[str, object] = {name: "ok" if ok else "down" for name, ok in found.servers.items()}
    said |= {name: figure.told for name, figure in found.figures.items()}
    return JsonResponse(said, status=200 if all(found.servers.values()) else 503)


def report(*names: str) -> Report:
    """The figures that are asked for, or all. A database that goes away while it is asked has not answered."""
    servers = {
        "database": answers(ask_database, DatabaseError),
        "broker": answers(ask_broker, OperationalError, OSError),
    }
    if not servers["database"]:
        return Report(servers)
    try:
        return Report(servers, figures(*names, now=clock.now()))
    except DatabaseError:
        return Report(servers | {"database": False})


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
