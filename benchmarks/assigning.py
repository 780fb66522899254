"""Who has no advisor, and who has room for them: what the desk looks at, and whoever books their first counseling."""

from functools import partial

import psycopg

from accounts.models import JobSeeker, User
from advisors.counseling.fitting import advisors_for
from advisors.handover.unassigned import by_waiting_time
from benchmarks.desk import as_desk, look, of_desk
from benchmarks.pages import SIGNED_IN, get, links, member, sign_in
from benchmarks.population import DESK, WITHOUT_ADVISOR
from benchmarks.timing import Goals, Operation, Rows

UNASSIGNED = "/admin/advisors/assignment/unassigned/"
SHOWN = 20


def waiting(n: int) -> list[JobSeeker]:
    return list(by_waiting_time(User.objects.get(pk=DESK))[:SHOWN])


def waiting_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT * FROM accounts_jobseeker WHERE unassigned_since IS NOT NULL ORDER BY unassigned_since, id"
        f" LIMIT {SHOWN}"
    ).fetchall()


def alone(n: int) -> int:
    """A member without an advisor, near member `n`."""
    return max(n // WITHOUT_ADVISOR, 1) * WITHOUT_ADVISOR


def with_room(n: int) -> list[int]:
    return list(advisors_for(JobSeeker.objects.get(pk=alone(n))).order_by("pk").values_list("pk", flat=True))


def with_room_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT id FROM advisors_advisor WHERE is_at_work AND load < capacity"
        " AND (SELECT advisor_gender FROM accounts_jobseeker WHERE id = %(seeker)s) IN ('any', gender)"
        " AND id NOT IN (SELECT advisor_id FROM advisors_assignment WHERE seeker_id = %(seeker)s) ORDER BY id",
        {"seeker": alone(n)},
    ).fetchall()


def times_in_sql(plain: psycopg.Connection, n: int) -> None:
    """The days, and the hours of the first."""
    advisors = [id for (id,) in with_room_in_sql(plain, n)]
    plain.execute(
        "SELECT held_on, count(*) FROM advisors_counselingslot WHERE advisor_id = ANY(%s) AND held_on > current_date"
        " GROUP BY held_on",
        [advisors],
    ).fetchall()
    plain.execute(
        "SELECT * FROM advisors_counselingslot WHERE advisor_id = ANY(%s) AND held_on = current_date + 1", [advisors]
    ).fetchall()


OPERATIONS = [
    Operation(
        "desk: who waits longest for an advisor",
        waiting,
        waiting_in_sql,
        prepare=as_desk,
        rounds=30,
        goals=Goals(statements=3),
        ids=lambda seekers: [seeker.pk for seeker in seekers],
    ),
    of_desk(
        "desk: without an advisor",
        partial(look, UNASSIGNED),
        waiting_in_sql,
        goals=Goals(statements=9 + SIGNED_IN),
        ids=partial(links, "/admin/accounts/jobseeker/([0-9]+)/"),
    ),
    Operation(
        "counseling: advisors with room",
        with_room,
        with_room_in_sql,
        rounds=30,
        goals=Goals(statements=3),
        ids=lambda found: found,
    ),
    Operation(
        "counseling: without an advisor",
        lambda n: get(member, "/counseling/"),
        times_in_sql,
        prepare=lambda n: sign_in(alone(n)),
        rounds=30,
        goals=Goals(statements=8 + SIGNED_IN),
    ),
]
