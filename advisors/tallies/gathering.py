"""The round of each night that makes one row of all that are alike, so that the table grows by months, not by events.

A row of the day stands beside what it was counted of only until then.
"""

import uuid

from django.db import connection, transaction

ALIKE = ("what", "month", "office_id", "advisor_id", "channel", "kind", "days")
COLUMNS = ", ".join(ALIKE)
CROWD = f"SELECT id, count(*) OVER (PARTITION BY {COLUMNS}) AS many FROM advisors_tally"
# In one statement: what is counted meanwhile is seen by neither half of it, and of two rounds at once the second adds
# up what it has deleted itself.
AT_ONCE = f"""
    WITH crowd AS ({CROWD}),
    gone AS (DELETE FROM advisors_tally tally USING crowd WHERE tally.id = crowd.id AND many > 1 RETURNING tally.*)
    INSERT INTO advisors_tally (id, {COLUMNS}, amount)
    SELECT gen_random_uuid(), {COLUMNS}, sum(amount) FROM gone GROUP BY {COLUMNS} HAVING sum(amount) <> 0
"""
SUMS = f"SELECT {COLUMNS}, sum(amount) FROM advisors_tally GROUP BY {COLUMNS} HAVING count(*) > 1"
DELETE_THEM = f"DELETE FROM advisors_tally WHERE id IN (SELECT id FROM ({CROWD}) crowd WHERE many > 1)"
INSERT = f"INSERT INTO advisors_tally (id, {COLUMNS}, amount) VALUES ({', '.join(['%s'] * (len(ALIKE) + 2))})"


@transaction.atomic
def gather() -> None:
    """Safe to repeat, and beside whatever is counted at the same moment. No sum changes."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(AT_ONCE)
            return
        cursor.execute(SUMS)  # SQLite lets nobody else write meanwhile
        sums = cursor.fetchall()
        cursor.execute(DELETE_THEM)
        cursor.executemany(INSERT, [(uuid.uuid4().hex, *alike, amount) for *alike, amount in sums if amount])
