"""Triggers that hold the rules of a referral, whoever writes: what a CHECK cannot see, since it is in other rows.

SQLite forgets a table's triggers when Django rebuilds it, and rebuilds none that another table's trigger reads: a
migration that alters one of these tables there begins with `lift` and ends with `hold_by_purpose`; `hold` holds them as
they were before an hour with the advisor had a purpose.
"""

from collections.abc import Iterable

APPLIED = "('applied', 'screening', 'interview', 'offered', 'accepted', 'rejected', 'withdrawn_by_seeker')"
COUNSELED = (
    "EXISTS (SELECT 1 FROM advisors_counselingbooking WHERE seeker_id = NEW.seeker_id AND status = 'completed')"
)
IS_OPEN = "EXISTS (SELECT 1 FROM jobs_jobposting WHERE id = NEW.posting_id AND status = 'open')"
BY_THE_SEEKER = """EXISTS (SELECT 1 FROM jobs_referralevent act JOIN accounts_jobseeker seeker ON seeker.user_id = act.by_id
    WHERE act.referral_id = NEW.id AND act.to_status = 'applied' AND act.actor = 'seeker' AND seeker.id = NEW.seeker_id)"""
STILL_COUNSELED = """EXISTS (SELECT 1 FROM advisors_counselingbooking other
    WHERE other.seeker_id = OLD.seeker_id AND other.status = 'completed' AND other.id <> OLD.id)"""

# The name of a rule; on which event of which table; for which rows; what must be so.
RULES = [
    ("referral_after_counseling", "INSERT", "jobs_referral", "true", COUNSELED),
    ("referral_of_an_open_posting", "INSERT", "jobs_referral", "true", IS_OPEN),
    ("referral_begins_before_application", "INSERT", "jobs_referral", f"NEW.status IN {APPLIED}", "false"),
    (
        "referral_stays_with_seeker_and_posting",
        "UPDATE OF seeker_id, posting_id",
        "jobs_referral",
        "NEW.seeker_id <> OLD.seeker_id OR NEW.posting_id <> OLD.posting_id",
        "false",
    ),
    (
        "referral_application_is_the_seekers_act",
        "UPDATE OF status",
        "jobs_referral",
        f"NEW.status IN {APPLIED} AND OLD.status NOT IN {APPLIED}",
        BY_THE_SEEKER,
    ),
    (
        "referral_application_to_an_open_posting",
        "UPDATE OF status",
        "jobs_referral",
        f"NEW.status IN {APPLIED} AND OLD.status NOT IN {APPLIED}",
        IS_OPEN,
    ),
    (
        "counselingbooking_held_before_referrals",
        "UPDATE OF status, seeker_id",
        "advisors_counselingbooking",
        "OLD.status = 'completed' AND (NEW.status <> OLD.status OR NEW.seeker_id <> OLD.seeker_id)",
        f"{STILL_COUNSELED} OR NOT EXISTS (SELECT 1 FROM jobs_referral WHERE seeker_id = OLD.seeker_id)",
    ),
]


# A mock interview takes an hour as a counseling does, and no referral rests on it.
BY_PURPOSE = {
    "referral_after_counseling": (
        "INSERT",
        "jobs_referral",
        "true",
        """EXISTS (SELECT 1 FROM advisors_counselingbooking
    WHERE seeker_id = NEW.seeker_id AND status = 'completed' AND purpose = 'counseling')""",
    ),
    "counselingbooking_held_before_referrals": (
        "UPDATE OF status, seeker_id, purpose",
        "advisors_counselingbooking",
        """OLD.status = 'completed' AND OLD.purpose = 'counseling'
    AND (NEW.status <> OLD.status OR NEW.seeker_id <> OLD.seeker_id OR NEW.purpose <> OLD.purpose)""",
        """EXISTS (SELECT 1 FROM advisors_counselingbooking other WHERE other.seeker_id = OLD.seeker_id
    AND other.status = 'completed' AND other.purpose = 'counseling' AND other.id <> OLD.id)
    OR NOT EXISTS (SELECT 1 FROM jobs_referral WHERE seeker_id = OLD.seeker_id)""",
    ),
}


def hold(apps, schema_editor) -> None:
    make(schema_editor, RULES)


def hold_by_purpose(apps, schema_editor) -> None:
    make(schema_editor, [(name, *BY_PURPOSE.get(name, rule)) for name, *rule in RULES])


def make(schema_editor, rules: Iterable[tuple[str, ...]]) -> None:
    statements = on_postgresql if schema_editor.connection.vendor == "postgresql" else on_sqlite
    for rule in rules:
        for statement in statements(*rule):
            schema_editor.execute(statement, params=None)


def lift(apps, schema_editor) -> None:
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name, _event, table, _rows, _rule in RULES:
        on_table = f" ON {table}" if is_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


def on_postgresql(name: str, event: str, table: str, rows: str, rule: str) -> list[str]:
    return [
        f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT ({rule}) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = '{name}', CONSTRAINT = '{name}', TABLE = '{table}';
    END IF;
    RETURN NEW;
END $$""",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()",
    ]


def on_sqlite(name: str, event: str, table: str, rows: str, rule: str) -> list[str]:
    refusal = f"SELECT RAISE(ABORT, '{name}')"
    return [f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN ({rows}) AND NOT ({rule}) BEGIN {refusal}; END"]
