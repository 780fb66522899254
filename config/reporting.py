"""Failures told to Sentry, if `SENTRY_DSN` names one: what the log says of them, and nothing more.

Whatever Sentry's client would send is thrown away; what goes is made anew by the rules of the log (config/logs.py). No
integration looks at requests, tasks, statements or variables.
"""

import logging
import socket
from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Event, Hint

from config.logs import EXTRA, ROOT, answered, ran, told, words

# Of what the client says, this is of no person: which event, when, and which program.
KEPT = ("event_id", "timestamp", "level", "platform", "server_name", "release", "environment", "sdk")


def begin(dsn: str, **options: Any) -> None:
    """From now on what is logged as an error, and what ends a process, is sent."""
    sentry_sdk.init(
        dsn=dsn,
        before_send=reported,
        before_send_transaction=lambda event, hint: None,
        before_breadcrumb=lambda crumb, hint: None,
        max_breadcrumbs=0,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[
            LoggingIntegration(level=None, event_level=logging.ERROR),
            ExcepthookIntegration(),
            AtexitIntegration(callback=lambda pending, timeout: None),
        ],
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
        traces_sample_rate=None,
        server_name=socket.gethostname(),
        **options,
    )


def reported(event: Event, hint: Hint) -> Event:
    """An event of what the log would say. What was attached would go beside it, and is taken off as well."""
    hint.get("attachments", []).clear()
    made: dict[str, Any] = {name: value for name, value in event.items() if name in KEPT}
    record, error = hint.get("log_record"), (hint.get("exc_info") or (None, None))[1]
    if record is not None:
        made |= of_record(record)
    if error is not None:
        made["exception"] = {"values": [of_error(error)]}
    return cast(Event, made)


def of_record(record: logging.LogRecord) -> dict[str, Any]:
    line = {name: getattr(record, name) for name in EXTRA if hasattr(record, name)} | answered(record) | ran(record)
    tags = {name: str(value) for name, value in line.items()}
    where = {"transaction": tags.get("route") or tags["task"]} if {"route", "task"} & tags.keys() else {}
    return {"logger": record.name, "logentry": {"message": words(record)}, "tags": tags, **where}


def of_error(error: BaseException) -> dict[str, Any]:
    """Class, frames and harmless words. The innermost error tells what its causes led to."""
    said = told(error)
    frames = [frame_of(str(frame)) for frame in said["frames"]]  # type: ignore[attr-defined]
    return {"type": said["error"], "value": said["error_says"], "stacktrace": {"frames": frames}}


def frame_of(frame: str) -> dict[str, Any]:
    """A frame as the log writes it: `file:line function`."""
    place, _space, function = frame.rpartition(" ")
    file, _colon, line = place.rpartition(":")
    return {"filename": file, "lineno": int(line), "function": function, "in_app": is_ours(file)}


def is_ours(file: str) -> bool:
    """Whether a file, as the log names it, is of this service: of a library it says the way inside that alone."""
    return not file.startswith("/") and (ROOT / file).is_file()
