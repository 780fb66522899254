"""Triggers that count what happens, in the same statement, whoever writes: a row of `advisors_tally` for each.

A row that is only added is waited for by nobody; each night those that are alike are made one. Nothing is subtracted as
a row is deleted, so that an erasure changes no figure. What an action puts right is counted back.

What accounts and advisors count is here; a later app has a module of this name. SQLite forgets a table's triggers when
Django rebuilds it, and rebuilds none that another table's trigger reads: a migration that alters one of these tables there
begins with `lift` and ends with `hold` of each app that counts by it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

TALLY = "advisors_tally"
COLUMNS = ("what", "month", "office_id", "advisor_id", "channel", "kind", "days")
NOTHING, NOWHERE, NEVER = "''", "CAST(NULL AS bigint)", "CAST(NULL AS smallint)"


@dataclass(frozen=True)
class Sql:
    """What the two databases say differently. Months and days are those of the service, in Japan."""

    is_postgresql: bool

    @property
    def by_chance(self) -> str:
        return "gen_random_uuid()" if self.is_postgresql else "lower(hex(randomblob(16)))"

    @property
    def today(self) -> str:
        return self.day_of("now()" if self.is_postgresql else "'now'")

    def day_of(self, moment: str) -> str:
        return f"({moment} AT TIME ZONE 'Asia/Tokyo')::date" if self.is_postgresql else f"date({moment}, '+9 hours')"

    def month_of(self, day: str) -> str:
        return f"date_trunc('month', {day})::date" if self.is_postgresql else f"strftime('%Y-%m-01', {day})"

    def days_between(self, first: str, last: str) -> str:
        """Nought at least, and 999 at most."""
        if self.is_postgresql:
            return f"least(greatest({last} - {first}, 0), 999)"
        return f"min(max(CAST(julianday({last}) - julianday({first}) AS integer), 0), 999)"


@dataclass(frozen=True, kw_only=True)
class Tallied:
    """A trigger: on which event of which table, for which rows, and what it counts of each, in SQL.

    `{row}` is the row. `when` knows it alone; `beside` are other tables, joined by `where`. One that is `bulk` counts
    rows added by the thousand in one go, on PostgreSQL. What was there before is counted as `before` says, if it is.
    """

    name: str
    table: str
    what: str
    month: str
    event: str = "INSERT"
    when: str = "true"
    beside: str = ""
    where: str = "true"
    office: str = NOWHERE
    advisor: str = NOWHERE
    channel: str = NOTHING
    kind: str = NOTHING
    days: str = NEVER
    amount: str = "1"
    row: str = "NEW"
    bulk: bool = False
    before: str = ""

    @property
    def counted(self) -> str:
        columns = (self.what, self.month, self.office, self.advisor, self.channel, self.kind, self.days)
        return ", ".join(f"{value} AS {name}" for value, name in zip(columns, COLUMNS, strict=True))

    def one(self, sql: Sql) -> str:
        """A row for what has happened to one."""
        beside = f" FROM {self.beside}" if self.beside else ""
        text = f"""INSERT INTO {TALLY} (id, {", ".join(COLUMNS)}, amount)
        SELECT {sql.by_chance}, {self.counted}, {self.amount}{beside} WHERE {self.where}"""
        return text.replace("{row}", self.row)

    def many(self, sql: Sql, table: str, where: str) -> str:
        """A row for all that are alike, of a whole table."""
        columns, beside = ", ".join(COLUMNS), f", {self.beside}" if self.beside else ""
        text = f"""INSERT INTO {TALLY} (id, {columns}, amount) SELECT {sql.by_chance}, {columns}, amount FROM (
        SELECT {columns}, sum(one) AS amount FROM (
        SELECT {self.counted}, {self.amount} AS one FROM {table} fresh{beside} WHERE {where}) every
        GROUP BY {columns}) alike"""
        return text.replace("{row}", "fresh")


def becoming(tallied: Tallied, column: str, so: str, *, undone: bool = False) -> Iterator[Tallied]:
    """Counted once a row is `so`, from its beginning or by a change of the column; `undone`, it is counted back."""
    new, old = so.replace("{row}", "NEW"), so.replace("{row}", "OLD")
    yield replace(tallied, name=f"{tallied.name}_made", when=so)
    yield replace(
        tallied, name=f"{tallied.name}_became", event=f"UPDATE OF {column}", when=f"{new} AND NOT ({old})", before="no"
    )
    if undone:
        yield replace(
            tallied,
            name=f"{tallied.name}_undone",
            event=f"UPDATE OF {column}",
            when=f"{old} AND NOT ({new})",
            row="OLD",
            amount="-1",
            before="no",
        )


Tallies = Callable[[Sql], Iterable[Tallied]]


def tallies(sql: Sql) -> Iterator[Tallied]:
    """What accounts and advisors count."""
    yield Tallied(
        name="tally_registered",
        table="accounts_jobseeker",
        what="'registered'",
        month=sql.month_of(sql.day_of("{row}.joined_at")),
        bulk=True,
    )
    yield Tallied(
        name="tally_notice_stopped",
        table="accounts_stoppednotice",
        what="'notice_stopped'",
        # No row says when: those that are there as the counting begins are of then.
        month=sql.month_of(sql.today),
        kind="{row}.kind",
    )
    yield from becoming(
        Tallied(
            name="tally_notice_sent",
            table="accounts_message",
            what="'notice_sent'",
            month=sql.month_of(sql.day_of("{row}.finished_at")),
            channel="{row}.channel",
            kind="CASE {row}.kind WHEN 'jobs/job_notice' THEN 'job_notice' ELSE 'seminar_notice' END",
        ),
        "status",
        "({row}.status = 'sent' AND {row}.kind IN ('jobs/job_notice', 'support/seminar_notice'))",
    )
    yield from of_bookings(sql)
    yield from of_slots(sql)


def of_bookings(sql: Sql) -> Iterator[Tallied]:
    """An hour that took place; and whether it was the first counseling, how long after the registration."""
    used = Tallied(
        name="tally_slot_used",
        table="advisors_counselingbooking",
        what="'slot_used'",
        beside="advisors_counselingslot slot",
        where="slot.id = {row}.slot_id",
        month=sql.month_of("slot.held_on"),
        office="slot.office_id",
        advisor="slot.advisor_id",
        channel="{row}.form",
        kind="{row}.purpose",
    )
    other = """(SELECT 1 FROM advisors_counselingbooking other WHERE other.seeker_id = {row}.seeker_id
        AND other.status = 'completed' AND other.purpose = 'counseling' AND other.id <> {row}.id"""
    first = replace(
        used,
        name="tally_counseled",
        what="'counseled'",
        beside="advisors_counselingslot slot, accounts_jobseeker seeker",
        where=f"slot.id = {{row}}.slot_id AND seeker.id = {{row}}.seeker_id AND NOT EXISTS {other})",
        kind=NOTHING,
        days=sql.days_between(sql.day_of("seeker.joined_at"), "slot.held_on"),
        before=f"""slot.id = {{row}}.slot_id AND seeker.id = {{row}}.seeker_id AND NOT EXISTS {other}
        AND (other.ended_at < {{row}}.ended_at OR other.ended_at = {{row}}.ended_at AND other.id < {{row}}.id))""",
    )
    yield from becoming(used, "status", "({row}.status = 'completed')", undone=True)
    yield from becoming(
        first, "status", "({row}.status = 'completed' AND {row}.purpose = 'counseling')", undone=True
    )


def of_slots(sql: Sql) -> Iterator[Tallied]:
    """An hour that is offered, on a day that is not closed; one that is taken away ahead of its day never was."""
    any_day = "({row}.is_by_hand AND {row}.office_id IS NULL)"
    is_open = f"({any_day} OR NOT EXISTS (SELECT 1 FROM advisors_closedday closed WHERE closed.day = {{row}}.held_on))"
    offered = Tallied(
        name="tally_slot_offered",
        table="advisors_counselingslot",
        what="'slot_offered'",
        when="{row}.is_offered",
        where=is_open,
        month=sql.month_of("{row}.held_on"),
        office="{row}.office_id",
        advisor="{row}.advisor_id",
        bulk=True,
    )
    changes = "(OLD.is_offered <> NEW.is_offered OR OLD.office_id IS DISTINCT FROM NEW.office_id)"
    changes = changes if sql.is_postgresql else changes.replace("IS DISTINCT FROM", "IS NOT")
    moved = replace(offered, event="UPDATE OF is_offered, office_id", before="no", bulk=False)
    back = {"row": "OLD", "amount": "-1"}
    yield offered
    yield replace(moved, name="tally_slot_offered_again", when=f"NEW.is_offered AND {changes}")
    yield replace(moved, name="tally_slot_taken_back", when=f"OLD.is_offered AND {changes}", **back)
    deleted = replace(moved, event="DELETE", when="OLD.is_offered", **back)
    yield replace(deleted, name="tally_slot_deleted", where=f"OLD.held_on > {sql.today} AND {is_open}")
    closed = replace(
        moved,
        table="advisors_closedday",
        beside="advisors_counselingslot slot",
        when="true",
        where=f"slot.held_on = {{row}}.day AND slot.is_offered AND NOT {any_day.replace('{row}', 'slot')}",
        month=sql.month_of("slot.held_on"),
        office="slot.office_id",
        advisor="slot.advisor_id",
    )
    yield replace(closed, name="tally_day_closed", event="INSERT", amount="-1")
    yield replace(closed, name="tally_day_opened", event="DELETE", row="OLD")
    is_moved = "OLD.day <> NEW.day"
    yield replace(closed, name="tally_day_closed_instead", event="UPDATE OF day", when=is_moved, amount="-1")
    yield replace(closed, name="tally_day_opened_instead", event="UPDATE OF day", when=is_moved, row="OLD")


def holding(of: Tallies) -> Callable[..., None]:
    """What makes these triggers in a migration."""

    def hold(apps, schema_editor) -> None:
        sql = Sql(schema_editor.connection.vendor == "postgresql")
        for tallied in of(sql):
            for statement in on_postgresql(tallied, sql) if sql.is_postgresql else on_sqlite(tallied, sql):
                schema_editor.execute(statement, params=None)

    return hold


def lifting(of: Tallies) -> Callable[..., None]:
    """What takes them away, before SQLite rebuilds a table that one of them is on, or reads."""

    def lift(apps, schema_editor) -> None:
        sql = Sql(schema_editor.connection.vendor == "postgresql")
        for tallied in of(sql):
            drop = f"DROP FUNCTION {tallied.name}() CASCADE" if sql.is_postgresql else f"DROP TRIGGER {tallied.name}"
            schema_editor.execute(drop, params=None)

    return lift


def counting(of: Tallies) -> Callable[..., None]:
    """What counts the rows that are there as the counting begins."""

    def count(apps, schema_editor) -> None:
        sql = Sql(schema_editor.connection.vendor == "postgresql")
        for tallied in of(sql):
            if tallied.event == "INSERT" and tallied.before != "no":
                where = f"({tallied.when}) AND ({tallied.before or tallied.where})"
                schema_editor.execute(tallied.many(sql, tallied.table, where), params=None)

    return count


def on_postgresql(tallied: Tallied, sql: Sql) -> list[str]:
    if tallied.bulk:
        body = tallied.many(sql, "fresh", f"({tallied.when}) AND ({tallied.where})")
        rows = "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT"
    else:
        body, rows = tallied.one(sql), f"FOR EACH ROW WHEN ({tallied.when.replace('{row}', tallied.row)})"
    return [
        f"CREATE FUNCTION {tallied.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"CREATE TRIGGER {tallied.name} AFTER {tallied.event} ON {tallied.table} {rows}"
        f" EXECUTE FUNCTION {tallied.name}()",
    ]


def on_sqlite(tallied: Tallied, sql: Sql) -> list[str]:
    when = tallied.when.replace("{row}", tallied.row)
    return [
        f"CREATE TRIGGER {tallied.name} AFTER {tallied.event} ON {tallied.table} WHEN {when}"
        f" BEGIN {tallied.one(sql)}; END"
    ]


hold, lift, count = holding(tallies), lifting(tallies), counting(tallies)
