"""A database server that would log what people typed is told of."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from config.checks import SILENT

pytestmark = pytest.mark.django_db
TALKATIVE = {
    "log_error_verbosity": "default",
    "log_min_error_statement": "error",
    "log_statement": "mod",
    "log_min_duration_statement": "500",
    "log_min_duration_sample": "100",
    "log_transaction_sample_rate": "0.5",
    "log_parameter_max_length_on_error": "-1",
    "auto_explain.log_min_duration": "500",
}


def warned() -> list[str]:
    return [warning.msg.split(": ")[1] for warning in run_checks(databases=["default"]) if warning.id == "config.W001"]


def set_to(values: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no log")
@pytest.mark.parametrize("name", SILENT)
def test_each_setting_that_quotes_people_is_named(name):
    with connection.cursor() as cursor:
        cursor.execute("LOAD 'auto_explain'")
    set_to({name: sorted(quiet)[0] for name, quiet in SILENT.items()})
    assert warned() == []
    set_to({name: TALKATIVE[name]})
    assert warned() == [f"{name} is {TALKATIVE[name]}."]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles nothing")
@pytest.mark.parametrize(("jit", "told"), [("on", 1), ("off", 0)])
def test_server_that_compiles_statements_is_told_of(jit, told):
    set_to({"jit": jit})
    assert len([it for it in run_checks(databases=["default"]) if it.id == "config.W002"]) == told


def test_sqlite_has_nothing_to_warn_of():
    assert connection.vendor == "postgresql" or warned() == []
