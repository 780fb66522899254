"""Logs without personal data: one JSON object a line, made only of what is known to be harmless.

The project's own messages are written with their values. Of a library's the text is written without them, and of an
exception the class and the frames: their values may quote what somebody typed, or an address that holds a token.
"""

import json
import logging
import sqlite3
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

OURS = ("config", "accounts", "advisors", "jobs", "support", "withdrawals")
EXTRA = ("method", "route", "status", "ms", "task", "task_id", "subject", "id", "result")
# Celery speaks of itself here, and of no task's arguments.
PLAIN = ("celery.beat", "celery.apps.worker", "celery.worker.consumer.connection")
ROOT = Path(__file__).resolve().parent.parent


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": words(record),
        }
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        line |= answered(record) | ran(record)
        if record.exc_info and record.exc_info[1]:
            line |= told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


class Harmless(dict[str, object]):
    """The values of a Celery message that quote nobody; any other is left out."""

    KEYS = ("name", "id", "description", "runtime")

    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__({key: values[key] for key in self.KEYS if key in values})

    def __missing__(self, key: str) -> str:
        return "..."


def words(record: logging.LogRecord) -> str:
    """The message: whole where the project or Celery's own machinery wrote it, else without its values."""
    if record.name.split(".")[0] in OURS or record.name in PLAIN:
        return record.getMessage()
    if hasattr(record, "status_code"):  # Django's words on a request quote its address or its host
        return HTTPStatus(record.status_code).phrase
    if isinstance(record.args, dict):
        return str(record.msg) % Harmless(record.args)
    return str(record.msg)


def answered(record: logging.LogRecord) -> dict[str, object]:
    """Of a request that Django reports: what it was answered, and its route."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    status = {"status": record.status_code} if hasattr(record, "status_code") else {}
    return status | ({"route": match.route} if match else {})


def ran(record: logging.LogRecord) -> dict[str, object]:
    """Of a task that Celery reports: its name and id."""
    task = getattr(record, "data", None)
    if not record.name.startswith("celery") or not isinstance(task, dict):
        return {}
    return {"task": task.get("name"), "task_id": task.get("id")}


def told(error: BaseException) -> dict[str, object]:
    """What may be told of an exception: class, frames, and words that quote nobody."""
    frames = [
        f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    ours = type(error).__module__.split(".")[0] in OURS
    return {"error": type(error).__qualname__, "error_says": str(error) if ours else rule(error), "frames": frames}


def rule(error: BaseException) -> str:
    """The database's rule that was broken, where the error names one: never the values that broke it."""
    cause = error.__cause__ or error
    if isinstance(cause, sqlite3.IntegrityError):
        return str(cause)
    return getattr(getattr(cause, "diag", None), "constraint_name", None) or ""


def short(path: str) -> str:
    """The file without the machine's own folders."""
    return path.removeprefix(f"{ROOT}/").split("site-packages/")[-1]
