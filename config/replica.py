"""What may be read from a copy of the database that lags a little: what visitors look for, and figures of the past.

Nothing else. Whoever has a session reads what they have just written, and what they may see is asked where it is true:
a tie that has ended must not go on for as long as a copy is behind. A copy that is away is done without.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.outages import Outage

ALIAS = "replica"
log = logging.getLogger(__name__)
outage = Outage()
is_reading = ContextVar("is_reading", default=False)
P = ParamSpec("P")


class Router:
    """Reads inside `reading` go to the copy; everything else, and every write, to the database itself."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return ALIAS if is_reading.get() else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True  # both are the same database

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


@contextmanager
def reading() -> Iterator[None]:
    """Read from the copy, if there is one that answers."""
    before = is_reading.set(answers())
    try:
        yield
    finally:
        is_reading.reset(before)


def for_visitors(
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that is read from the copy by whoever has no session."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        with reading():
            return view(request, *args, **kwargs)

    return page


def is_there() -> bool:
    return ALIAS in connections.settings


def answers() -> bool:
    """Nobody waits for it more than once in a few seconds."""
    if not is_there() or outage.is_on():
        return False
    try:
        connections[ALIAS].close_if_health_check_failed()
        connections[ALIAS].ensure_connection()
    except DatabaseError as error:
        outage.begin()
        log.warning("replica unreachable: %s", type(error).__name__)
        return False
    return True
