"""What every test may ask for. Texts are in English here (tests/settings.py), so that they can be compared."""

import fcntl
import gc
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.core.cache import cache as shared_cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython
from django.test import Client
from django.utils import translation
from time_machine import travel

from accounts.migrations._look_rules import on_sqlite, rules
from config import cache as redis_cache
from config import celery
from config.business_days import closed_by_desk
from tests import factories
from tests.line_double import Double, Line

# Playwright's synchronous API runs an event loop, in which Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A test leaves little that is worth looking for, and looking at what all have loaded takes a twelfth of the run.
gc.set_threshold(50_000)

# How long an example may take says nothing on a machine that is at work.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.load_profile("suite")

# A Friday before a long weekend: what is received now is due on Monday, 2026-11-30.
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))

WITH_PROCESSES = ("tests/benchmarks/", "tests/chaos/")
TAKE_LONG = ("tests/demo/", "tests/journeys/")


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_mark_stories(items):
    """What needs a browser, or a walk through the whole demo, is left to `make stories`."""
    for item in items:
        if {"browser", "walk"} & set(item.fixturenames):
            item.add_marker(pytest.mark.story)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The demo comes first, a role at a time, and the stories before others that commit: what is dealt out last should
    be short.

    A test that commits empties the tables after itself, what the migrations wrote included: it comes last. The order
    is made here once more, because pytest itself moves the browser's tests to where the first of them stands.
    """
    items.sort(key=lambda item: (commits(item), not item.nodeid.startswith(TAKE_LONG), walked_by(item)))


def walked_by(item) -> str:
    """The role as which the demo is walked for it, once for all that are dealt out one after another."""
    return item.callspec.params["role"] if "walk" in item.fixturenames else ""


def commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or marker and marker.kwargs.get("transaction"))


# On SQLite the first of the workers goes through the migrations, and the others begin with a copy of what it has made.


@pytest.fixture(scope="session")
def turn(tmp_path_factory, worker_id) -> Iterator[IO]:
    """Held by one worker at a time, from here until its database is set up."""
    own = tmp_path_factory.getbasetemp()
    with ((own if worker_id == "master" else own.parent) / "turn").open("w") as turn:
        if connection.vendor == "sqlite":
            fcntl.flock(turn, fcntl.LOCK_EX)
        yield turn


@pytest.fixture(scope="session")
def migrated(turn) -> Path:
    """Where the copy is, once there is one."""
    return Path(turn.name).with_name("migrated.sqlite3")


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, django_db_modify_db_settings, migrated) -> bool:
    if not migrated.exists():
        return django_db_keepdb
    shutil.copy(migrated, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, migrated, turn) -> None:
    if connection.vendor == "sqlite" and not migrated.exists():
        with django_db_blocker.unblock(), closing(sqlite3.connect(migrated)) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
    fcntl.flock(turn, fcntl.LOCK_UN)


@pytest.fixture(autouse=True)
def groups_of_the_migrations(request):
    """A test that commits finds the groups again, which the one before it has emptied out."""
    if not commits(request.node):
        return
    request.getfixturevalue("transactional_db")
    for grant in grants():
        grant(apps, None)


@pytest.fixture(autouse=True)
def looks_go_with_the_test(request):
    """A test that commits empties the tables after itself, which on SQLite the rule of looks would refuse."""
    is_held = commits(request.node) and connection.vendor == "sqlite"
    if is_held:
        request.getfixturevalue("transactional_db")
        name, *rule = rules("sqlite")[1]
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(*on_sqlite(name, *rule))
    yield
    if is_held:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}")


@cache
def grants() -> list[Callable]:
    """What the migrations grant to their groups; reading them all takes longer than many a test."""
    operations = [step for migration in MigrationLoader(None).disk_migrations.values() for step in migration.operations]
    codes = [step.code for step in operations if isinstance(step, RunPython)]
    return [code for code in codes if code.__name__.startswith("grant_to_")]


@pytest.fixture(autouse=True)
def fresh_start():
    """No test meets the limits another one has used up, an outage that it saw, or the language of its last page.

    The calendar has just been asked, and the desk has closed nothing: each process asks once a minute.
    """
    closed_by_desk.know(frozenset(), until=float("inf"))
    redis_cache.outage.end()
    celery.outage.end()
    shared_cache.clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def day_of_the_suite(request) -> Iterator[None]:
    """A test's clock begins at `NOW` and goes: none hangs on the day on which it is run.

    But where others go by their own: processes, and the database (`database_clock`).
    """
    is_alone = not request.node.nodeid.startswith(WITH_PROCESSES) and "database_clock" not in request.fixturenames
    with travel(NOW) if is_alone else nullcontext():
        yield


@pytest.fixture
def clock(day_of_the_suite, time_machine):
    """The clock, stopped at `NOW`; `clock.move_to(...)` and `clock.shift(...)` turn it."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def clock_stops_first(request):
    """Nobody signs in, and nothing is stored, by a clock that the test then sets back."""
    if "clock" in request.fixturenames:
        request.getfixturevalue("clock")


@pytest.fixture
def now(clock) -> datetime:
    """The moment at which the test runs."""
    return NOW


@pytest.fixture
def database_clock(settings):
    """The service goes by the database's clock, as it does outside tests, however this process's own is set."""
    settings.DATABASE_CLOCK = True


class Worker:
    """The worker, which stands still until it is called: `worker()` runs all that waits, and what that brings about.

    It returns the names of the tasks in the order they ran. In a test whose transaction is never committed, the call
    stands for the commit too.
    """

    def __call__(self) -> list[str]:
        ran = []
        self.commit()
        while message := self.next_message():
            ran.append(message.headers["task"])
            args, kwargs, _ = message.payload
            celery.app.tasks[ran[-1]].apply(args=args, kwargs=kwargs, throw=True)
            self.commit()
        return ran

    def commit(self) -> None:
        while connection.in_atomic_block and connection.run_on_commit:
            _, callback, _ = connection.run_on_commit.pop(0)
            callback()

    def next_message(self):
        """The next message as it came over the wire, or None."""
        return celery.app.amqp.queues["celery"](self.channel()).get(no_ack=True)

    def empty(self) -> None:
        """Lose all messages, as a broker does that is wiped."""
        celery.app.amqp.queues["celery"](self.channel()).purge()

    def channel(self):
        if not hasattr(self, "connection"):
            self.connection = celery.app.connection_for_read()
            celery.app.amqp.queues["celery"](self.connection.default_channel).declare()
        return self.connection.default_channel


@pytest.fixture(scope="session")
def only_worker() -> Worker:
    return Worker()


@pytest.fixture
def worker(db, only_worker) -> Worker:
    only_worker.empty()
    return only_worker


# People, and their browsers


@pytest.fixture
def seeker(db):
    return factories.JobSeekerFactory()


@pytest.fixture
def other_seeker(db):
    return factories.JobSeekerFactory()


@pytest.fixture
def advisor(db):
    return factories.AdvisorFactory()


@pytest.fixture
def other_advisor(db):
    return factories.AdvisorFactory()


@pytest.fixture
def assignment(seeker, advisor):
    """The tie that makes `advisor` the seeker's own."""
    return factories.AssignmentFactory(seeker=seeker, advisor=advisor)


@pytest.fixture
def desk(db):
    return factories.DeskUserFactory()


@pytest.fixture
def administrator(db):
    return factories.AdministratorFactory()


def signed_in(user) -> Client:
    """A browser that has just signed in by a mailed code."""
    client = Client()
    client.force_login(user)
    proved(client, user, ago=0)
    return client


def proved(client: Client, user, *, ago: float) -> None:
    """Write down when, in seconds before now, this browser's session proved itself by a mailed code."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - ago}]
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = str(user.pk)
    session.save()


@pytest.fixture
def seeker_client(seeker) -> Client:
    return signed_in(seeker.user)


@pytest.fixture
def other_seeker_client(other_seeker) -> Client:
    return signed_in(other_seeker.user)


@pytest.fixture
def advisor_client(advisor) -> Client:
    return signed_in(advisor.user)


@pytest.fixture
def other_advisor_client(other_advisor) -> Client:
    return signed_in(other_advisor.user)


@pytest.fixture
def desk_client(desk) -> Client:
    return signed_in(desk)


@pytest.fixture
def administrator_client(administrator) -> Client:
    return signed_in(administrator)


@pytest.fixture
def line(settings) -> Iterator[Line]:
    """A channel at LINE, and the double of LINE that answers for it."""
    double = Double(Line(now=time.time))
    with double as line:
        settings.LINE_CHANNEL_SECRET, settings.LINE_CHANNEL_ACCESS_TOKEN = line.secret, line.token
        settings.LINE_CHANNEL, settings.LINE_API_BASE = True, double.base
        yield line


# A real browser, where the machine has one


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The browser without windows where there is one: a third less of the processor for the same pages."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        pytest.skip("no chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": quiet}
