"""Triggers that hold the rules of suits, whoever writes: what a CHECK cannot see, since it is in other rows.

SQLite forgets a table's triggers when Django rebuilds it, and rebuilds none that another table's trigger reads: a
migration that alters `support_suit` or `support_suitloan` there begins with `lift` and ends with `hold`.
"""

LIVE = "('requested', 'lent')"
STOCK = ("office_id", "cut", "size")


def alike(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{column} = {other}.{column}" for column in STOCK)


# On a day: what is held, one that was overdue when these days were asked for as long as it is out, and what the cleaner
# has. Asked on the days on which there may be most: the first one, and each on which another begins.
HELD = f"""(SELECT count(*) FROM support_suitloan held WHERE {alike("held", "NEW")} AND held.status IN {LIVE}
    AND held.pick_up_on <= begun.day
    AND (held.busy_until >= begun.day OR held.status = 'lent' AND held.return_on < NEW.asked_on))"""
CLEANED = f"""(SELECT count(*) FROM support_suit item WHERE {alike("item", "NEW")} AND item.condition = 'usable'
    AND item.cleaned_until >= begun.day)"""
USABLE = f"(SELECT count(*) FROM support_suit item WHERE {alike('item', 'NEW')} AND item.condition = 'usable')"
BEGUN = f"""SELECT NEW.pick_up_on AS day UNION ALL SELECT later.pick_up_on FROM support_suitloan later
    WHERE {alike("later", "NEW")} AND later.status IN {LIVE}
    AND later.pick_up_on > NEW.pick_up_on AND later.pick_up_on <= NEW.busy_until"""
HAS_ROOM = f"NOT EXISTS (SELECT 1 FROM ({BEGUN}) begun WHERE {HELD} + {CLEANED} > {USABLE})"
# What is handed out, or held for fewer days than before, takes nothing from anybody.
NO_MORE = f"""OLD.status IN {LIVE} AND {alike("OLD", "NEW")}
    AND NEW.pick_up_on >= OLD.pick_up_on AND NEW.busy_until <= OLD.busy_until"""
OF_ITS_STOCK = f"""EXISTS (SELECT 1 FROM support_suit item
    WHERE item.id = NEW.suit_id AND {alike("item", "NEW")} AND item.condition = 'usable')"""
IS_OUT = "EXISTS (SELECT 1 FROM support_suitloan held WHERE held.suit_id = OLD.id AND held.status = 'lent')"
ITEM_CHANGES = f"NOT ({alike('OLD', 'NEW')} AND OLD.condition = NEW.condition)"
# Others who write at the same moment wait for the items.
LOCK = f"PERFORM 1 FROM support_suit item WHERE {alike('item', 'NEW')} ORDER BY item.id FOR UPDATE;"

# The name of a rule; when, on which table; for which rows; what must be so.
RULES = [
    ("suitloan_within_stock", "AFTER INSERT", "support_suitloan", f"NEW.status IN {LIVE}", HAS_ROOM),
    (
        "suitloan_moved_within_stock",
        "AFTER UPDATE OF office_id, cut, size, pick_up_on, busy_until, status",
        "support_suitloan",
        f"NEW.status IN {LIVE} AND NOT ({NO_MORE})",
        HAS_ROOM,
    ),
    (
        "suitloan_lends_an_item_of_its_stock",
        "AFTER UPDATE OF suit_id, status, office_id, cut, size",
        "support_suitloan",
        "NEW.status = 'lent'",
        OF_ITS_STOCK,
    ),
    ("suitloan_begins_before_the_hand_out", "AFTER INSERT", "support_suitloan", "NEW.status = 'lent'", OF_ITS_STOCK),
    (
        "suit_stays_as_it_is_while_out",
        "AFTER UPDATE OF office_id, cut, size, condition",
        "support_suit",
        ITEM_CHANGES,
        f"NOT {IS_OUT}",
    ),
]
INCIDENT = "suit_not_returned"  # the row of a loan goes, as of a member who has left, and the suit is out
SINCE = {"postgresql": "(OLD.lent_at AT TIME ZONE 'Asia/Tokyo')::date", "sqlite": "date(OLD.lent_at, '+9 hours')"}


def incident(vendor: str) -> str:
    return f"""UPDATE support_suit SET condition = 'not_returned', cleaned_until = NULL, out_since = {SINCE[vendor]}
        WHERE id = OLD.suit_id;"""


def hold(apps, schema_editor) -> None:
    vendor = schema_editor.connection.vendor
    make = on_postgresql if vendor == "postgresql" else on_sqlite
    for statement in [it for rule in RULES for it in make(*rule)] + on_deletion(vendor):
        schema_editor.execute(statement, params=None)


def lift(apps, schema_editor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _when, table, _rows, _rule in [*RULES, (INCIDENT, "", "support_suitloan", "", "")]:
        on_table = f" ON {table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def on_postgresql(name: str, when: str, table: str, rows: str, rule: str) -> list[str]:
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {LOCK if rule == HAS_ROOM else ""}
    IF NOT ({rule}) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{name}', CONSTRAINT = '{name}', TABLE = '{table}';
    END IF;
    RETURN NULL;
END $$""",
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, when: str, table: str, rows: str, rule: str) -> list[str]:
    refusal = f"SELECT RAISE(ABORT, '{name}')"
    return [f"CREATE TRIGGER {name} {when} ON {table} WHEN ({rows}) AND NOT ({rule}) BEGIN {refusal}; END"]


def on_deletion(vendor: str) -> list[str]:
    """The item becomes an incident of the stock, of which nothing says who had it."""
    rows = "AFTER DELETE ON support_suitloan"
    if vendor == "sqlite":
        return [f"CREATE TRIGGER {INCIDENT} {rows} WHEN OLD.status = 'lent' BEGIN {incident(vendor)} END"]
    body = f"BEGIN {incident(vendor)} RETURN NULL; END"
    return [
        f"CREATE FUNCTION {INCIDENT}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {INCIDENT} {rows} FOR EACH ROW WHEN (OLD.status = 'lent') EXECUTE FUNCTION {INCIDENT}()",
    ]
