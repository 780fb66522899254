"""Triggers that keep what lists ask for and nobody should have to count: since when a seeker has no advisor, and how
many seekers an advisor has. Both follow from the assignments; whatever is written to them, the database writes that.

Counted under the lock of the row that keeps it: the seeker's first, then the advisor's. On PostgreSQL the trigger of
that row does so, since a subquery of the UPDATE still counts as of before it waited.

SQLite forgets a table's triggers when Django rebuilds it, and rebuilds none that another table's trigger reads: a
migration that alters `accounts_jobseeker`, `advisors_advisor` or `advisors_assignment` there begins with `lift` and
ends with `hold`.
"""

from collections.abc import Iterator

TIES = "advisors_assignment"
SINCE = f"""CASE WHEN EXISTS (SELECT 1 FROM {TIES} tie WHERE tie.seeker_id = {{row}}.id AND tie.ended_at IS NULL) THEN NULL
    ELSE coalesce((SELECT max(ended_at) FROM {TIES} tie WHERE tie.seeker_id = {{row}}.id), {{row}}.joined_at) END"""
LOAD = f"(SELECT count(*) FROM {TIES} tie WHERE tie.advisor_id = {{row}}.id AND tie.ended_at IS NULL)"

# The table; the column that is kept; what it depends on in the same row; and what it is.
KEPT = [
    ("accounts_jobseeker", "unassigned_since", "unassigned_since, joined_at", SINCE),
    ("advisors_advisor", "load", "load", LOAD),
]
# What happens to an assignment; whose it is; and whether it makes its advisor one more or less.
EVENTS = [
    ("assignment_made", "INSERT", "NEW", "NEW.ended_at IS NULL"),
    ("assignment_ended", "UPDATE OF ended_at", "NEW", "(OLD.ended_at IS NULL) <> (NEW.ended_at IS NULL)"),
    ("assignment_deleted", "DELETE", "OLD", "OLD.ended_at IS NULL"),
]
STAYS = "assignment_stays_with_seeker_and_advisor"
MOVED = "OLD.seeker_id <> NEW.seeker_id OR OLD.advisor_id <> NEW.advisor_id"


def hold(apps, schema_editor) -> None:
    """Make the triggers, and let them write what they keep for the rows that are there."""
    vendor = schema_editor.connection.vendor
    make = on_postgresql if vendor == "postgresql" else on_sqlite
    for trigger in triggers(vendor):
        for statement in make(*trigger):
            schema_editor.execute(statement, params=None)
    for table, column, _of, value in KEPT:
        schema_editor.execute(f"UPDATE {table} SET {column} = {value.format(row=table)}", params=None)


def lift(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    for name, *_what in triggers(vendor):
        drop = f"DROP FUNCTION {name}() CASCADE" if vendor == "postgresql" else f"DROP TRIGGER {name}"
        schema_editor.execute(drop, params=None)


def triggers(vendor: str) -> list[tuple[str, str, str, str]]:
    """The name of each, on which event, for which rows, and what is done."""
    if vendor == "postgresql":
        ends, refusal = " RETURN NULL;", f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{STAYS}';"
    else:
        ends, refusal = "", f"SELECT RAISE(ABORT, '{STAYS}');"
    return [
        *(kept_on_postgresql() if vendor == "postgresql" else kept_on_sqlite()),
        *((name, f"AFTER {event} ON {TIES}", "true", recount(row, counts) + ends) for name, event, row, counts in EVENTS),
        (STAYS, f"BEFORE UPDATE OF seeker_id, advisor_id ON {TIES}", MOVED, refusal),
    ]


def kept_on_postgresql() -> Iterator[tuple[str, str, str, str]]:
    for table, column, of, value in KEPT:
        body = f"NEW.{column} := {value.format(row='NEW')}; RETURN NEW;"
        yield f"{table}_{column}", f"BEFORE INSERT OR UPDATE OF {of} ON {table}", "true", body


def kept_on_sqlite() -> Iterator[tuple[str, str, str, str]]:
    """There a trigger cannot change the row before it is written."""
    for table, column, of, value in KEPT:
        right = value.format(row="NEW")
        for name, event in (("inserted", "INSERT"), ("updated", f"UPDATE OF {of}")):
            body = f"UPDATE {table} SET {column} = {right} WHERE id = NEW.id;"
            yield f"{table}_{column}_{name}", f"AFTER {event} ON {table}", f"NEW.{column} IS NOT ({right})", body


def recount(row: str, counts: str) -> str:
    """Write anew what is kept of the seeker of this assignment and, if it `counts`, of the advisor."""
    (seekers, since, _of, when), (advisors, load, _of, many) = KEPT
    return f"""UPDATE {seekers} SET {since} = {when.format(row=seekers)} WHERE id = {row}.seeker_id;
    UPDATE {advisors} SET {load} = {many.format(row=advisors)} WHERE id = {row}.advisor_id AND ({counts});"""


def on_postgresql(name: str, event: str, rows: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} {event} FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, event: str, rows: str, body: str) -> list[str]:
    return [f"CREATE TRIGGER {name} {event} WHEN {rows} BEGIN {body} END"]
