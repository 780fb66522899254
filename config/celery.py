"""The Celery application. A message is a hint that a row is ready; the row is the promise."""

import os
from functools import partial

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.db import transaction

from config import spool  # noqa: F401  registers the atomic file-system transport before the app is made

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class SweptTask(DjangoTask):
    """A task whose work is a row that a sweep finds again: a broker that is down costs minutes and no promise."""

    abstract = True

    def delay_on_commit(self, *args, **kwargs):
        """Enqueue once the transaction is committed; a broker out of reach is logged and never fails the caller."""
        transaction.on_commit(partial(self.delay, *args, **kwargs), robust=True)


app = Celery("config", task_cls=SweptTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
# Celery otherwise opens a database session for every task: three times slower at 2,000 tasks.
app.conf["CELERY_DB_REUSE_MAX"] = 1000
app.autodiscover_tasks()
