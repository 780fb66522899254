"""Logs without personal data: one JSON object a line, made of what is known to be harmless.

A traceback is written as its frames and the class of the exception; its words only where they are the project's own
or a constraint's name, because those of a library may quote what somebody typed.
"""

import json
import logging
import traceback

from django.conf import settings

OURS = ("config", "accounts", "advisors", "jobs", "withdrawals")
EXTRA = ("method", "route", "status", "ms", "task", "task_id", "subject", "id", "result")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": self.words(record),
        }
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line |= told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    def words(self, record: logging.LogRecord) -> str:
        """The message with its values where the project wrote it; where a library did, the message without them."""
        if record.name.split(".")[0] in (*OURS, "__main__", "gunicorn"):
            return record.getMessage()
        if record.name.startswith("celery") and not record.exc_info and not isinstance(record.args, dict):
            return (
                record.getMessage()
                if record.name in ("celery.beat", "celery.worker", "celery.apps.worker")
                else str(record.msg)
            )
        return str(record.msg)


def told(error: BaseException) -> dict:
    """What may be told of an exception: class, frames, and words that quote nobody."""
    frames = [
        f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    words = str(error) if type(error).__module__.split(".")[0] in OURS else constraint(error)
    return {"error": type(error).__qualname__, "error_says": words, "frames": frames}


def constraint(error: BaseException) -> str:
    """The name of the violated constraint, where a database error names one."""
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def short(path: str) -> str:
    """The file without the machine's own folders."""
    return path.removeprefix(f"{settings.BASE_DIR}/").split("site-packages/")[-1]
