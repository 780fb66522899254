"""How the service is, as an alarm asks every minute and a load balancer every few seconds."""

from datetime import datetime
from functools import cache, partial

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.pages import get
from benchmarks.timing import Goals, Operation, Rows
from config import clock
from config.figures import Wait, figures

alarm = Client()
prometheus = Client(headers={"authorization": f"Bearer {settings.METRICS_TOKEN}"})
# What the database does not say.
NOT_TIMED = {"disk", "replica"}
OLDEST = {
    "beat": "SELECT at FROM accounts_pulse WHERE name = 'beat'",
    "last_press": "SELECT at FROM accounts_pulse WHERE name = 'press'",
    "last_reading": "SELECT at FROM accounts_pulse WHERE name = 'reading'",
    "message_sweep": "SELECT at FROM accounts_pulse WHERE name = 'messages'",
    "withdrawal_sweep": "SELECT at FROM accounts_pulse WHERE name = 'withdrawals'",
    "oldest_due_reminder": "SELECT min(at) FROM accounts_pulse WHERE name LIKE '%%_reminders'",
    "late_round": """
        SELECT min(at + most::interval) FROM accounts_pulse JOIN (VALUES
            ('seats', '1 h'), ('postings', '3 h'), ('slots', '26 h'), ('waiting', '1 h'), ('job_notices', '22 h'),
            ('seminar_notices', '22 h'), ('typed', '1 h'), ('expired', '1 h'), ('uploads', '3 h'), ('strays', '26 h'),
            ('tallies', '26 h'), ('line', '1 h'), ('invitations', '1 h')
        ) AS rounds (name, most) USING (name)""",
    "oldest_unsent_message": """
        SELECT least(
            (SELECT min(try_at) FROM accounts_message WHERE status = 'queued' AND try_at <= %(now)s AND tries < 3),
            (SELECT min(coalesce(waits_until, queued_at)) FROM accounts_message WHERE status = 'queued' AND tries >= 3)
        )""",
    "oldest_waiting_message": """
        SELECT min(queued_at) FROM accounts_message WHERE status = 'queued' AND waits_until IS NOT NULL""",
    "oldest_file_removal": "SELECT min(deleted_at) FROM accounts_fileremoval",
    "oldest_unread_line_event": "SELECT min(received_at) FROM accounts_lineevent WHERE handled_at IS NULL",
    "oldest_overdue_offer": """
        SELECT min(offered_until) FROM support_seminarseat WHERE status = 'offered' AND offered_until <= %(now)s""",
    "oldest_unscanned_file": """
        SELECT min(made_at) FROM accounts_file
            WHERE scanned_at IS NULL AND use IN ('document', 'reviewed', 'material', 'conversation')""",
    "oldest_unfetched_file": "SELECT min(try_at) FROM advisors_fetching WHERE try_at <= %(now)s",
    "oldest_untold_leaving": """
        SELECT least(
            (SELECT min(tell_at) FROM withdrawals_leavingmessage WHERE status = 'waiting' AND tell_at <= %(now)s),
            (SELECT min(tell_at) FROM withdrawals_callback WHERE tell_at <= %(now)s)
        )""",
    "oldest_due_withdrawal": """
        SELECT least(
            (SELECT min(received_at) FROM withdrawals_withdrawalrequest WHERE status = 'received'),
            (SELECT min(completes_at) FROM withdrawals_withdrawalrequest
                WHERE status = 'scheduled' AND completes_at <= %(now)s),
            (SELECT (min(due_on) + 1)::timestamp AT TIME ZONE 'Asia/Tokyo' FROM withdrawals_withdrawalrequest
                WHERE ended_at IS NULL AND due_on < (%(now)s AT TIME ZONE 'Asia/Tokyo')::date)
        )""",
    "failing_withdrawal": """
        SELECT min(coalesce(failing_since, received_at)) FROM withdrawals_withdrawalrequest
        WHERE ended_at IS NULL AND (tries >= 5 OR tries >= 3 AND failure <> '')""",
    "oldest_unlisted_erasure": "SELECT min(erased_at) FROM withdrawals_erasure WHERE listed_at IS NULL",
}


@cache
def moment(database: str) -> datetime:
    """One moment for both sides."""
    return clock.now()


def find(name: str, n: int) -> datetime:
    """Since when it is as it is."""
    now = moment(connection.settings_dict["NAME"])
    found = figures(name, now=now)[name]
    assert isinstance(found, Wait), name
    assert found.age is not None, name
    return now - found.age


def find_in_sql(name: str, plain: psycopg.Connection, n: int) -> Rows:
    now = moment(plain.info.dbname)
    [(found,)] = plain.execute(OLDEST[name], {"now": now}).fetchall()
    return [(min(found or now, now),)]


def look_in_sql(plain: psycopg.Connection, n: int) -> None:
    for name in OLDEST:
        find_in_sql(name, plain, n)


def alone(name: str, *, statements: int) -> Operation:
    goals = Goals(statements=statements, ms=50)
    service, sql = partial(find, name), partial(find_in_sql, name)
    return Operation(f"health: {name}", service, sql, goals=goals, ids=lambda found: [found], rounds=20)


# No virus scanner is named here: nothing waits for it.
STATEMENTS = {"oldest_unscanned_file": 0}
OPERATIONS = [
    *(alone(name, statements=STATEMENTS.get(name, 1)) for name in OLDEST),
    Operation("health: /readyz", lambda n: get(alarm, "/readyz"), look_in_sql, goals=Goals(statements=3, ms=50)),
    Operation("health: /metrics", lambda n: get(prometheus, "/metrics"), look_in_sql, goals=Goals(statements=5, ms=50)),
]
