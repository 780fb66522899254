"""What Django's own checks do not know.

A database server that would log what people typed, or compile statements; a service that does not say who runs it.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# Each setting of PostgreSQL with what keeps values out of its log. A statement holds them as they were typed.
SILENT = {
    "log_error_verbosity": {"terse"},
    "log_min_error_statement": {"fatal", "panic"},
    "log_statement": {"none", "ddl"},
    "log_min_duration_statement": {"-1"},
    "log_min_duration_sample": {"-1"},
    "log_transaction_sample_rate": {"0"},
    "log_parameter_max_length_on_error": {"0"},
    "auto_explain.log_min_duration": {"-1"},
}


@register(Tags.database)
def database_log_quotes_nobody(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Warning]:
    """Asked by `migrate` and by `check --database default`."""
    asked = [connections[alias] for alias in databases or ()]
    return [warning for connection in asked if connection.vendor == "postgresql" for warning in spoken(connection)]


@register(Tags.database)
def database_compiles_nothing(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[Warning]:
    """A session says so as it begins; through PgBouncer it cannot, and the role or the server has to."""
    asked = [connections[alias] for alias in databases or ()]
    return [warning for connection in asked if connection.vendor == "postgresql" for warning in compiling(connection)]


@register(Tags.security, deploy=True)
def operator_is_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[Warning]:
    """The page about who runs the service says what the law asks of it; a gap there is said to be one."""
    return [
        Warning(f"OPERATOR_{part.upper()} is not set.", hint="/operator/ says so. See .env.example.", id="config.W003")
        for part, said in settings.OPERATOR.items()
        if not said
    ]


def compiling(connection: BaseDatabaseWrapper) -> list[Warning]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        if cursor.fetchone() == ("off",):
            return []
    hint = "ALTER ROLE ... SET jit = off, for the role of DATABASE_URL."
    return [
        Warning("PostgreSQL compiles statements, the erasure for longer than it takes.", hint=hint, id="config.W002")
    ]


def spoken(connection: BaseDatabaseWrapper) -> list[Warning]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) ORDER BY name", [list(SILENT)])
        found = cursor.fetchall()
    return [
        Warning(
            f"PostgreSQL logs what people typed: {name} is {setting}.",
            hint=f"Set it to {' or '.join(sorted(SILENT[name]))}: ALTER SYSTEM, or the server's configuration.",
            id="config.W001",
        )
        for name, setting in found
        if setting not in SILENT[name]
    ]
