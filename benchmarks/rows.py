"""Rows in plain SQL, as a model has them: a column that nothing is said of takes what its field takes by default.

So a column of tomorrow needs no line here. One whose default would have to differ from row to row has to be said.
"""

from functools import cache

import psycopg
from django.db import connection, models
from django.db.models import NOT_PROVIDED, Model

from config.typed import AnyField

Statement = tuple[str, dict[str, object]]


class NotSaid(Exception):
    """A column has neither a value nor one that would do for every row."""


def insert(model: type[Model], given: dict[str, str], source: str = "") -> Statement:
    """A row for each of `source` (FROM ...), each column `given` in SQL, and the values of all others."""
    others = {field.column: default(field) for field in left_out(model, given)}
    columns = ", ".join(f'"{column}"' for column in (*given, *others))
    values = ", ".join([*given.values(), *(f"%(default_{column})s" for column in others)])
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) SELECT {values} {source}'
    return sql, {f"default_{column}": value for column, value in others.items()}


def left_out(model: type[Model], given: dict[str, str]) -> list[AnyField]:
    """What the database does not fill in by itself."""
    fields = [field for field in model._meta.local_concrete_fields if field.column not in given]
    return [field for field in fields if not fills_itself(field)]


def fills_itself(field: AnyField) -> bool:
    counted, computed = isinstance(field, models.AutoField), field.generated or field.db_default is not NOT_PROVIDED
    return counted or computed or field.null and not field.has_default()


def default(field: AnyField) -> object:
    value = None if field.unique else field.get_default()
    if value is None:
        raise NotSaid(f"{field.model._meta.label}.{field.name}")
    return field.get_db_prep_save(value, connection)


def put(plain: psycopg.Connection, model: type[Model], **values: object) -> int:
    """One row, in the plainest SQL; its id."""
    sql, others = single(model, tuple(values))
    [(key,)] = plain.execute(sql, others | values).fetchall()
    return int(key)


@cache
def single(model: type[Model], columns: tuple[str, ...]) -> Statement:
    """Written once, so that the benchmarks time no more than sending it."""
    sql, others = insert(model, {column: f"%({column})s" for column in columns})
    return f"{sql} RETURNING {model._meta.pk.column}", others


def counted(model: type[Model]) -> str:
    """Let the table's ids go on after those that were given."""
    table, column = model._meta.db_table, model._meta.pk.column
    return f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}))"
