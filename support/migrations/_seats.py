"""Triggers that keep how many seats of a seminar are held, how many wait, and how many came: whoever writes a seat.

One more held than there are seats the database refuses, by the CHECK of the seminar. What has taken place is not
uncounted as a seat goes with a member who is erased.

They add and subtract, so that two at once each find what the other has left: on PostgreSQL the second waits for the
seminar's row and begins from what it then reads.

SQLite forgets a table's triggers when Django rebuilds it, and rebuilds none that another table's trigger reads: a
migration that alters `support_seminar` or `support_seminarseat` there begins with `lift` and ends with `hold`.
"""

SEATS, SEMINARS = "support_seminarseat", "support_seminar"
# What is kept, of which statuses, and whether it stays as it is when a seat is deleted.
COUNTS = {
    "held": ("offered", "taken", "attended", "absent"),
    "waiting": ("waiting",),
    "attended": ("attended",),
    "absent": ("absent",),
}
OVER = ("attended", "absent")
STAYS = "seminarseat_stays_with_seminar_and_seeker"


def counts(row: str, column: str, *, but: tuple[str, ...] = ()) -> str:
    """One if the row counts for a column, nought if not."""
    of = ", ".join(f"'{status}'" for status in COUNTS[column] if status not in but)
    return f"(CASE WHEN {row}.status IN ({of}) THEN 1 ELSE 0 END)" if of else "0"


def add(row: str, *changes: tuple[str, str]) -> str:
    each = ", ".join(f"{column} = {column} + {change}" for column, change in changes)
    return f"UPDATE {SEMINARS} SET {each} WHERE id = {row}.seminar_id;"


ADDED = add("NEW", *((it, counts("NEW", it)) for it in COUNTS))
MOVED = add("NEW", *((it, f"{counts('NEW', it)} - {counts('OLD', it)}") for it in COUNTS))
GONE = add("OLD", *((it, f"0 - {counts('OLD', it, but=OVER)}") for it in COUNTS))
ELSEWHERE = "OLD.seminar_id <> NEW.seminar_id OR OLD.seeker_id <> NEW.seeker_id"


def triggers(vendor: str) -> list[tuple[str, str, str, str]]:
    """The name of each, on which event, for which rows, and what is done."""
    if vendor == "postgresql":
        ends, refusal = " RETURN NULL;", f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{STAYS}';"
    else:
        ends, refusal = "", f"SELECT RAISE(ABORT, '{STAYS}');"
    return [
        ("seminarseat_made", "AFTER INSERT", "true", ADDED + ends),
        ("seminarseat_moved", "AFTER UPDATE OF status", "OLD.status <> NEW.status", MOVED + ends),
        ("seminarseat_deleted", "AFTER DELETE", "true", GONE + ends),
        (STAYS, "BEFORE UPDATE OF seminar_id, seeker_id", ELSEWHERE, refusal),
    ]


def hold(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    make = on_postgresql if vendor == "postgresql" else on_sqlite
    for trigger in triggers(vendor):
        for statement in make(*trigger):
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    for name, *_what in triggers(vendor):
        drop = f"DROP FUNCTION {name}() CASCADE" if vendor == "postgresql" else f"DROP TRIGGER {name}"
        schema_editor.execute(drop, params=None)


def on_postgresql(name: str, event: str, rows: str, body: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$",
        f"CREATE TRIGGER {name} {event} ON {SEATS} FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, event: str, rows: str, body: str) -> list[str]:
    return [f"CREATE TRIGGER {name} {event} ON {SEATS} WHEN {rows} BEGIN {body} END"]
