"""What seekers are shown of fifty thousand postings, and whom five hundred new ones reach in a night."""

from datetime import timedelta
from functools import cache, partial

import psycopg
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import JobSeeker
from benchmarks.openings import CHOOSERS, FIELDS
from benchmarks.pages import SIGNED_IN, get, links, member, sign_in, visitor
from benchmarks.timing import Goals, Operation, Rows
from jobs.conditions.matching import Supply, ranked, supply
from jobs.models import DesiredCondition, JobPosting
from jobs.notices.noticing import due, fresh, may_be_told
from jobs.notices.reaching import reached
from jobs.postings.listing import Place
from jobs.referrals.admin.referring import PostingSearchForm, fitting, rows_of

SHOWN = 20


def chooser(n: int) -> int:
    """A member with each must-have, near member `n`."""
    return 1 + n % CHOOSERS // 30 * 30


def conditions_of(n: int, **narrowed: bool) -> list[DesiredCondition]:
    return list(DesiredCondition.objects.filter(seeker=chooser(n), **narrowed))


def rank(n: int) -> list[JobPosting]:
    return list(ranked(JobPosting.objects.open(), conditions_of(n))[:SHOWN])


def rank_without_must_haves(n: int) -> list[JobPosting]:
    return list(ranked(JobPosting.objects.open(), conditions_of(n, is_must=False))[:SHOWN])


def count_supply(n: int) -> Supply:
    return supply(JobPosting.objects.open(), conditions_of(n))


MUSTS = "category = ANY(%(fields)s) AND prefecture = ANY(%(areas)s) AND pay_min >= %(pay)s"
SCORE = """
    CASE weekends_off WHEN true THEN 3 WHEN false THEN -3 ELSE 0 END
    + CASE WHEN days_off >= %(days)s THEN 2 WHEN days_off IS NOT NULL THEN -2 ELSE 0 END
    + CASE training WHEN true THEN 1 WHEN false THEN -1 ELSE 0 END
"""


def wanted(n: int) -> dict[str, object]:
    """The same wishes, as the population has given them."""
    n = chooser(n)
    first = n % 45
    return {
        "fields": [FIELDS[n % 9], FIELDS[n // 9 % 9]],
        "areas": [f"{number:02}" for number in range(first + 1, first + 4)],
        "pay": 180_000 + 10_000 * (n % 8),
        "days": 110 + 5 * (n % 3),
    }


def rank_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        f"SELECT * FROM jobs_jobposting WHERE status = 'open' AND {MUSTS}"
        f" ORDER BY {SCORE} DESC, opened_at DESC, id DESC LIMIT {SHOWN}",
        wanted(n),
    ).fetchall()


def rank_all_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT * FROM jobs_jobposting WHERE status = 'open'"
        f" ORDER BY {SCORE} DESC, opened_at DESC, id DESC LIMIT {SHOWN}",
        wanted(n),
    ).fetchall()


def count_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        f"SELECT count(*) FILTER (WHERE {MUSTS}),"
        " count(*) FILTER (WHERE category = ANY(%(fields)s) AND prefecture = ANY(%(areas)s)),"
        " count(*) FILTER (WHERE category = ANY(%(fields)s) AND pay_min >= %(pay)s),"
        " count(*) FILTER (WHERE prefecture = ANY(%(areas)s) AND pay_min >= %(pay)s)"
        " FROM jobs_jobposting WHERE status = 'open'",
        wanted(n),
    ).fetchall()


def match(n: int) -> int:
    """Tomorrow everybody is due; what was opened today is new."""
    now = timezone.now()
    everybody = due(now + timedelta(days=1))
    return reached(everybody, may_be_told(everybody), fresh(everybody, now=now)).count()


def match_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    """For the three kinds that are there: members who want the same once, postings that offer the same once."""
    return plain.execute(
        """
        WITH fresh AS MATERIALIZED (
            SELECT 1 << array_position(%(fields)s::text[], category::text) - 1 AS field,
                1::bigint << prefecture::int - 1 AS area, pay_min, max(opened_at) AS opened_at
            FROM jobs_jobposting WHERE status = 'open' AND opened_at > now() - interval '2 d' GROUP BY 1, 2, 3
        ),
        told AS MATERIALIZED (
            SELECT rhythm.seeker_id, told_until FROM jobs_noticerhythm rhythm
            JOIN accounts_jobseeker seeker ON seeker.id = seeker_id JOIN accounts_user u ON u.id = seeker.user_id
            WHERE u.is_active AND NOT u.is_staff AND NOT EXISTS (
                SELECT 1 FROM accounts_stoppednotice s WHERE s.seeker_id = seeker.id AND kind = 'job_notice'
            ) AND NOT EXISTS (
                SELECT 1 FROM withdrawals_withdrawalrequest w WHERE w.seeker_id = seeker.id AND status = 'scheduled'
            )
        ),
        wants AS MATERIALIZED (
            SELECT told.seeker_id, told_until, max(number) FILTER (WHERE kind = 'category') AS field,
                max(number) FILTER (WHERE kind = 'prefecture') AS area, max(number) FILTER (WHERE kind = 'pay') AS pay
            FROM told LEFT JOIN jobs_desiredcondition wish ON wish.seeker_id = told.seeker_id AND is_must
            GROUP BY told.seeker_id, told_until
        ),
        alike AS MATERIALIZED (SELECT told_until, field, area, pay, count(*) AS members FROM wants GROUP BY 1, 2, 3, 4)
        SELECT sum(members)::bigint FROM alike wants WHERE EXISTS (
            SELECT 1 FROM fresh WHERE opened_at > told_until AND (wants.field IS NULL OR wants.field & fresh.field <> 0)
            AND (wants.area IS NULL OR wants.area & fresh.area <> 0) AND (pay IS NULL OR pay_min >= pay)
        )
        """,
        {"fields": FIELDS},
    ).fetchall()


def refer(n: int, *, beyond: str) -> list[JobPosting]:
    """The first page of what could be referred, as the advisor chooses from it."""
    form = PostingSearchForm({"beyond": beyond})
    form.is_valid()
    conditions = conditions_of(n)
    return rows_of(fitting(form, JobSeeker(pk=chooser(n)), conditions), conditions, page=1)


def refer_in_sql(narrowed: str, plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        f"SELECT * FROM jobs_jobposting WHERE status = 'open' AND {narrowed} AND NOT EXISTS"
        " (SELECT 1 FROM jobs_referral WHERE posting_id = jobs_jobposting.id AND seeker_id = %(seeker)s)"
        f" ORDER BY {SCORE} DESC, opened_at DESC, id DESC LIMIT {SHOWN + 1}",
        wanted(n) | {"seeker": chooser(n)},
    ).fetchall()


def look_at_conditions(n: int) -> HttpResponse:
    """Once they are counted; the operation before this one says what counting costs."""
    return get(member, "/mypage/conditions/")


def sign_in_chooser(n: int) -> None:
    sign_in(chooser(n))
    look_at_conditions(n)


def conditions_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("SELECT * FROM jobs_desiredcondition WHERE seeker_id = %s", [chooser(n)]).fetchall()


def look(path: str, n: int) -> HttpResponse:
    return get(visitor, path)


def newest_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT * FROM jobs_jobposting WHERE status = 'open' ORDER BY opened_at DESC, id DESC LIMIT 20"
    ).fetchall()


def last_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    """The other way round, from the end."""
    return plain.execute(
        "SELECT * FROM jobs_jobposting WHERE status = 'open' ORDER BY opened_at, id LIMIT 20"
    ).fetchall()


@cache
def last_page(database: str) -> str:
    """Where the end of the list begins in this database, as the link to it says."""
    before = JobPosting.objects.open().order_by("opened_at", "pk")[SHOWN]
    return f"/jobs/?after={Place.of(before)}"


def look_at_last(n: int) -> HttpResponse:
    return look(last_page(connection.settings_dict["NAME"]), n)


def found_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT * FROM jobs_jobposting WHERE status = 'open' AND strpos(search_text, '営業') > 0"
        " ORDER BY opened_at DESC, id DESC LIMIT 20"
    ).fetchall()


LINKED = partial(links, "/jobs/([0-9]+)/")
POSTINGS = frozenset({"jobs_jobposting"})
# Everybody who is told of new postings.
TOLD = frozenset({"jobs_noticerhythm", "jobs_desiredcondition", "accounts_stoppednotice"})
MEMBERS = frozenset({"accounts_jobseeker", "accounts_user"})


def told(members: int) -> int:
    return min(members, CHOOSERS)


def keys(found: list[JobPosting]) -> list[int]:
    return [posting.pk for posting in found]


OPERATIONS = [
    Operation(
        "jobs: list",
        partial(look, "/jobs/"),
        newest_in_sql,
        rounds=30,
        goals=Goals(statements=4),
        ids=LINKED,
    ),
    # The last column says how many times as long as the first page it takes.
    Operation(
        "jobs: list, last page",
        look_at_last,
        last_in_sql,
        partial(look, "/jobs/"),
        rounds=30,
        goals=Goals(statements=4, orm=1.2),
        ids=lambda page: LINKED(page)[::-1],
    ),
    Operation(
        "jobs: search, two characters",
        partial(look, "/jobs/?q=営業"),
        found_in_sql,
        partial(look, "/jobs/"),
        rounds=30,
        goals=Goals(statements=4, orm=2, whole=POSTINGS),  # a quarter of them have it
        ids=LINKED,
    ),
    Operation("jobs: rank, with must-haves", rank, rank_in_sql, goals=Goals(statements=2, sql=12), ids=keys),
    Operation(
        "jobs: rank, without must-haves",
        rank_without_must_haves,
        rank_all_in_sql,
        rounds=20,
        goals=Goals(statements=2, sql=2, whole=POSTINGS),
        ids=keys,
    ),
    Operation(
        "jobs: refer, with must-haves",
        partial(refer, beyond=""),
        partial(refer_in_sql, MUSTS),
        rounds=20,
        goals=Goals(statements=3, sql=12),
        ids=keys,
    ),
    Operation(
        "jobs: refer, beyond must-haves",
        partial(refer, beyond="on"),
        partial(refer_in_sql, "true"),
        rounds=20,
        goals=Goals(statements=3, sql=2, whole=POSTINGS),
        ids=keys,
    ),
    Operation(
        "jobs: count what must-haves cost",
        count_supply,
        count_in_sql,
        rounds=20,
        goals=Goals(statements=2, whole=POSTINGS),
        ids=lambda supply: [supply.met],
    ),
    Operation(
        "jobs: conditions, counted before",
        look_at_conditions,
        conditions_in_sql,
        prepare=sign_in_chooser,
        rounds=20,
        goals=Goals(statements=5 + SIGNED_IN),
    ),
    Operation(
        "jobs: match the night's new postings",
        match,
        match_in_sql,
        rounds=7,
        goals=Goals(statements=1, grows=told, sql=2, whole=TOLD | MEMBERS | POSTINGS),
        ids=lambda count: [count],
    ),
]
