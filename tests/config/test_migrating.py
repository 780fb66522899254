"""The schema is changed by one at a time, and nobody is made to wait for it."""

import time
from contextlib import closing, contextmanager

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from accounts.models import Pulse
from config.migrating import KEY, alone, hurried, session_of_its_own
from tests.twins import at_once

APP = "changing"

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, and no locks of tables"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def changing(settings):
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.config.changing"]
    yield
    call_command("migrate", APP, "zero", verbosity=0)


def migrate(**options) -> None:
    call_command("migrate", APP, verbosity=0, **options)


@contextmanager
def somebody(statement: str):
    """Another session, in the middle of something."""
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": False}) as other:
        other.execute(statement)
        yield other
        other.rollback()


def has_changed() -> tuple[bool, bool, bool]:
    """The table that comes first, the column that is waited for, and what is written down of both."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        columns = {it.name for it in connection.introspection.get_table_description(cursor, "accounts_pulse")}
    written = (APP, "0001_remark") in MigrationRecorder(connection).applied_migrations()
    return "changing_half" in tables, "remark" in columns, written


def test_migration_beside_a_table_in_use_changes_nothing_and_goes_through_the_next_time():
    with somebody("SELECT count(*) FROM accounts_pulse"):
        began = time.monotonic()
        with pytest.raises(CommandError, match="run migrate again"):
            migrate(lock_timeout=0.3)
        assert time.monotonic() - began < 20
        assert has_changed() == (False, False, False)
        assert not Pulse.objects.exists()  # nobody waits behind it
    migrate(lock_timeout=0.3)
    assert has_changed() == (True, True, True)


def test_what_waits_afterwards_waits_as_long_as_ever():
    migrate(lock_timeout=0.3)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


def test_second_migrate_is_given_up_while_the_first_one_runs():
    with somebody(f"SELECT pg_advisory_xact_lock({KEY})"):
        with pytest.raises(CommandError, match="Another migrate is running"):
            migrate(wait=0.5)
        assert has_changed() == (False, False, False)
    migrate(wait=0.5)
    assert has_changed() == (True, True, True)


def test_two_at_once_follow_one_another():
    outcomes = at_once(migrate, migrate)
    assert outcomes == [None, None]
    assert has_changed() == (True, True, True)


def test_lock_is_gone_with_the_command():
    migrate()
    with somebody(f"SET LOCAL lock_timeout = '1s'; SELECT pg_advisory_xact_lock({KEY})"):
        pass


def test_lock_needs_no_room_in_the_pool():
    full = connection.copy(alias="full")
    full.settings_dict["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 1, "timeout": 0.5}
    try:
        with full.cursor(), alone(full, wait=0):
            pass
    finally:
        full.close()
        full.close_pool()


def test_lock_outlasts_whatever_the_server_thinks_of_idle_transactions():
    impatient = connection.copy()
    impatient.settings_dict["OPTIONS"]["options"] = "-c idle_in_transaction_session_timeout=60000"
    with closing(session_of_its_own(impatient)) as other, other.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("0",)


def test_whatever_else_the_database_says_is_said_as_it_is():
    stock = connection.SchemaEditorClass
    with pytest.raises(OperationalError, match="is away"), hurried(connection, seconds=1):
        raise OperationalError("it is away")
    assert connection.SchemaEditorClass is stock
