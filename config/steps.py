"""A step of a status, the same for every model that has one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from config.labels import Labelled
from config.refusals import Refusal


class InvalidTransition(Refusal):
    """A status was asked to become one that does not follow it: somebody was faster, or pressed twice."""

    said = _("Nothing was changed: this has gone on meanwhile.")


class Record(Protocol):
    def create(self, **said: object) -> object: ...


class Stepped(Labelled):
    """A row with a status. `NEXT` says which may follow which, `TIMES` which of the row's times a status writes.

    One that keeps a record of its steps has them in `events`.
    """

    Status: ClassVar[type[models.TextChoices]]
    NEXT: ClassVar[Mapping[Any, Collection[str]]]
    TIMES: ClassVar[Mapping[Any, str]]

    status: "models.CharField[str, str]"
    get_status_display: Callable[[], str]
    events: Record

    class Meta:
        abstract = True


def follows(row: Stepped, status: str) -> bool:
    """Whether the row may become this now."""
    return status in row.NEXT[row.status]


def step(row: Stepped, status: str, *, at: datetime, who: dict[str, object] | None = None, **said: object) -> None:
    """Change the status, with the time it writes and what was said of it; record `who`. Call with the row locked.

    Saved is what it changed and nothing else. Raises `InvalidTransition`.
    """
    former = row.status
    changed = changing(row, status, at=at, **said)
    if who is not None:
        row.events.create(from_status=former, to_status=status, at=at, **who)
    row.save(update_fields=list(changed))


def step_together(said: Mapping[Any, dict[str, Any]], status: str, *, at: datetime, who: dict[str, object]) -> None:
    """The same step of several rows, what was `said` of each, as one: as many statements for many as for one."""
    rows, former = list(said), [row.status for row in said]
    changes = [changing(row, status, at=at, **of_row) for row, of_row in said.items()]
    alike = {name: value for name, value in changes[0].items() if all(it[name] == value for it in changes)}
    own = changes[0].keys() - alike.keys()
    meta: Any = rows[0]._meta
    record = meta.get_field("events")
    record.related_model.objects.bulk_create(
        record.related_model(from_status=was, to_status=status, at=at, **{record.field.name: row}, **who)
        for row, was in zip(rows, former, strict=True)
    )
    update_each(rows, [meta.get_field(name) for name in sorted(own)])
    type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).update(**alike)


def update_each(rows: Sequence[models.Model], fields: Sequence[Any]) -> None:
    """Save these fields of each row in one statement. `bulk_update` takes ten times as long to write its own."""
    if not fields:
        return
    meta: Any = rows[0]._meta
    columns = [meta.pk, *fields]
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows for field in columns]
    table, key, *changed = map(connection.ops.quote_name, [meta.db_table, *(field.column for field in columns)])
    row = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH each ({key}, {', '.join(changed)}) AS (VALUES {', '.join([row] * len(rows))})"
            f" UPDATE {table} SET {', '.join(f'{it} = each.{it}' for it in changed)}"
            f" FROM each WHERE {table}.{key} = each.{key}",
            values,
        )


def changing(row: Stepped, status: str, *, at: datetime, **said: object) -> dict[str, object]:
    """Set on the row what the step changes; not saved here. Raises `InvalidTransition`."""
    if not follows(row, status):
        raise InvalidTransition(f"{row}: {row.status} to {status}")
    changed: dict[str, object] = {"status": status, **said}
    if status in row.TIMES:
        changed[row.TIMES[status]] = at
    for name, value in changed.items():
        setattr(row, name, value)
    return changed
