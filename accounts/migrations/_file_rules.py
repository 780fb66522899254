"""Triggers that ask for the removal of a file, however its row goes: the ORM, the one statement of an erasure, by hand.

SQLite forgets a table's triggers when Django rebuilds it: a migration that alters `accounts_file` or
`accounts_fileremoval` there begins with `lift` and ends with `hold`.
"""

ASK = "INSERT INTO accounts_fileremoval (stored) VALUES (OLD.stored) ON CONFLICT (stored) DO NOTHING;"

# The name of a rule; on which event of accounts_file; for which rows.
RULES = [
    ("file_removed_with_its_row", "DELETE", "true"),
    ("file_removed_when_replaced", "UPDATE OF stored", "OLD.stored <> NEW.stored"),
]


def hold(apps, schema_editor) -> None:
    make = on_postgresql if schema_editor.connection.vendor == "postgresql" else on_sqlite
    for rule in RULES:
        for statement in make(*rule):
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _event, _rows in RULES:
        on_table = " ON accounts_file" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def on_postgresql(name: str, event: str, rows: str) -> list[str]:
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {ASK} RETURN NULL; END $$",
        f"CREATE TRIGGER {name} AFTER {event} ON accounts_file FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, event: str, rows: str) -> list[str]:
    return [f"CREATE TRIGGER {name} AFTER {event} ON accounts_file WHEN {rows} BEGIN {ASK} END"]
