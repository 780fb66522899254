"""The Celery application. A message is a hint that a row is ready; the row is the promise."""

import logging
import os
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, Protocol

from celery import Celery, shared_task
from celery.contrib.django.task import DjangoTask
from django.db import transaction

from config import spool  # noqa: F401  registers the atomic file-system transport before the app is made
from config.outages import Outage

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

log = logging.getLogger(__name__)
outage = Outage()
P = ParamSpec("P")


class SweptTask(DjangoTask):
    """A task whose work is a row that a sweep finds again: a broker that is down costs minutes and no promise."""

    abstract = True

    def delay_on_commit(self, *args: object, **kwargs: object) -> None:
        """Hint at the row once it is stored."""
        transaction.on_commit(partial(self.hint, *args, **kwargs))

    def hint(self, *args: object, **kwargs: object) -> None:
        """Enqueue if the broker can be reached; the caller is neither failed nor kept waiting if it cannot."""
        if outage.is_on():
            return
        try:
            self.delay(*args, **kwargs)
        except Exception as error:  # whatever it is: the row is stored, and the sweep finds it
            outage.begin()
            log.warning("broker unreachable: %s", type(error).__name__, extra={"task": self.name})


class Task(Protocol[P]):
    """A function that a worker runs. Whoever asks for it is checked as if calling it."""

    name: str

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None: ...

    def delay(self, *args: P.args, **kwargs: P.kwargs) -> object:
        """Enqueue it; raises where the broker cannot be reached."""

    def delay_on_commit(self, *args: P.args, **kwargs: P.kwargs) -> None: ...

    def apply_async(self, args: tuple[object, ...], *, priority: int) -> object: ...


def task(**options: Any) -> Callable[[Callable[P, None]], Task[P]]:
    """Make a function a task; Celery itself does not say what becomes of it."""
    made: Callable[[Callable[P, None]], Task[P]] = shared_task(**options)
    return made


app = Celery("config", task_cls=SweptTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
# Celery otherwise opens a database session for every task: three times slower at 2,000 tasks.
app.conf["CELERY_DB_REUSE_MAX"] = 10_000
app.autodiscover_tasks()
