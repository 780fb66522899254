"""A broker that is down neither fails nor slows the request that would have used it."""

import os
import shutil
import subprocess
import sys
import time

import pytest
from celery import Celery

from config.celery import SweptTask
from tests.source import ROOT

SECRET = "himitsu-0312"


@pytest.fixture
def task_over(settings_of):
    """A task whose broker is at an address, reached as production reaches it."""

    def make(address: str) -> SweptTask:
        options = settings_of(REDIS_URL=address)
        app = Celery("over", task_cls=SweptTask, broker=options["CELERY_BROKER_URL"], set_as_current=False)
        app.conf.broker_transport_options = options["CELERY_BROKER_TRANSPORT_OPTIONS"]
        app.conf.broker_connection_timeout = options["CELERY_BROKER_CONNECTION_TIMEOUT"]
        app.conf.task_publish_retry = options["CELERY_TASK_PUBLISH_RETRY"]
        return app.task(nothing, name="tests.nothing")

    return make


def nothing(said: str) -> None:
    """A task that would do nothing."""


@pytest.mark.parametrize("kind", ["refusing", "hanging"])
def test_dead_broker_fails_nobody(task_over, log, kind, request, db, django_capture_on_commit_callbacks):
    task = task_over(request.getfixturevalue(kind))
    with django_capture_on_commit_callbacks(execute=True):
        task.delay_on_commit(SECRET)
    warning = log.lines()[-1]
    assert (warning["says"], warning["task"]) == ("broker unreachable: OperationalError", "tests.nothing")
    assert SECRET not in log.getvalue()


def test_hanging_broker_is_waited_for_once(task_over, hanging):
    task = task_over(hanging)
    began = time.monotonic()
    for _ in range(20):
        task.hint(SECRET)
    assert time.monotonic() - began < 1.5


SCRIPT = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
from accounts.models import Message
call_command("migrate", verbosity=0)
form = {"family_name": "見本", "given_name": "一", "email": "a@example.com", "phone": "090-1234-5678",
        "birth_date": "2001-04-05", "prefecture": "13", "advisor_gender": "any"}
print(Client().post("/register/", form).status_code, Message.objects.filter(status="queued").count())
"""


def test_registration_is_stored_while_redis_is_down(db, migrated, refusing, tmp_path):
    if migrated.exists():
        shutil.copy(migrated, tmp_path / "db.sqlite3")  # nothing is left to migrate
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "", "REDIS_URL": refusing}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | named | {"VAR_DIR": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ran.stdout == "302 1\n", ran.stderr[-2000:]
