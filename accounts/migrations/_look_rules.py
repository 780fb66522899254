"""Triggers that keep the record of who looked: nothing of a row changes, and it goes after a year.

That it loses its member, or whom of staff it names, is no change: it is how somebody is erased. SQLite forgets a
table's triggers when Django rebuilds it: a migration that alters `accounts_look` there begins with `lift` and ends with
`hold`.
"""

CHANGED = """NEW.id <> OLD.id OR NEW.role <> OLD.role OR NEW.kind <> OLD.kind OR NEW.at <> OLD.at
    OR NEW.by_id IS NOT NULL AND (OLD.by_id IS NULL OR NEW.by_id <> OLD.by_id)
    OR NEW.seeker_id IS NOT NULL AND (OLD.seeker_id IS NULL OR NEW.seeker_id <> OLD.seeker_id)"""
YOUNG = {
    "postgresql": "OLD.at > clock_timestamp() - interval '365 days'",
    "sqlite": "OLD.at > datetime('now', '-365 days')",
}
RULES = ("look_stays_as_it_is", "look_is_kept_for_a_year")


def rules(vendor: str) -> list[tuple[str, str, str]]:
    """The name of each; on which event of accounts_look; for which rows it refuses."""
    return [(RULES[0], "UPDATE", CHANGED), (RULES[1], "DELETE", YOUNG[vendor])]


def hold(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    make = on_postgresql if vendor == "postgresql" else on_sqlite
    for rule in rules(vendor):
        for statement in make(*rule):
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in RULES:
        on_table = " ON accounts_look" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def on_postgresql(name: str, event: str, rows: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{name}'"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON accounts_look FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, event: str, rows: str) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{name}')"
    return [f"CREATE TRIGGER {name} BEFORE {event} ON accounts_look WHEN {rows} BEGIN {refuse}; END"]
