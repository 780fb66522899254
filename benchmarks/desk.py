"""What the support desk and the advisors see in the admin, each page through the whole stack of middleware."""

from dataclasses import replace
from functools import partial

import psycopg
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import User
from benchmarks.pages import SIGNED_IN, get, links
from benchmarks.population import DESK, FIRST_ADVISOR, MEMBERS_OF_AN_ADVISOR
from benchmarks.timing import Goals, Ids, InSql, Operation, Rows, Service
from withdrawals.models import WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.candidates import candidates_for

MEMBERS, QUEUE, START = "/admin/accounts/jobseeker/", "/admin/withdrawals/withdrawalrequest/", "/admin/"
staff = Client()


def sign_in(user_id: int) -> None:
    staff.cookies.clear()
    staff.force_login(User.objects.get(pk=user_id))


def as_desk(n: int) -> None:
    sign_in(DESK)


def as_advisor(n: int) -> None:
    """The advisor of member `n`."""
    sign_in(FIRST_ADVISOR + n // MEMBERS_OF_AN_ADVISOR)


def look(path: str, n: int) -> HttpResponse:
    return get(staff, path)


def search(text: str, n: int) -> HttpResponse:
    """`text` may name the characters of member `n` that few others have together."""
    term = text.format(phone=f"090{10_000_000 + n}", email=f"member{n}@example.com", pair=pair(n))
    return get(staff, f"{MEMBERS}?q={term}")


def pair(n: int) -> str:
    return chr(19968 + n % 4999) + chr(19968 + n % 4993)


def near_candidates(n: int) -> None:
    """A request in which both contacts of member `n` are a slip off."""
    phone = f"+8190{10_000_000 + n}"
    typed = f"{phone[:-1]}{(n + 1) % 10}"
    statement = WithdrawalStatement(phone=typed, email=f"member{n}@exampel.com")
    found = candidates_for(WithdrawalRequest(received_at=timezone.now()), statement)
    assert found


def newest(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute("SELECT * FROM accounts_jobseeker ORDER BY joined_at DESC, id DESC LIMIT 50").fetchall()


def newest_of_advisor(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT seeker.* FROM accounts_jobseeker seeker JOIN advisors_assignment ON seeker_id = seeker.id"
        " WHERE advisor_id = %s AND ended_at IS NULL ORDER BY seeker.joined_at DESC, seeker.id DESC LIMIT 50",
        [1 + n // MEMBERS_OF_AN_ADVISOR],
    ).fetchall()


def by_phone(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute("SELECT * FROM accounts_jobseeker WHERE phone = %s", [f"+8190{10_000_000 + n}"]).fetchall()


def by_email(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT seeker.* FROM accounts_jobseeker seeker JOIN accounts_user u ON u.id = user_id WHERE email = %s",
        [f"member{n}@example.com"],
    ).fetchall()


def by_words(text: str, plain: psycopg.Connection, n: int) -> Rows:
    word = text.format(pair=pair(n))
    return plain.execute(
        "WITH hits AS MATERIALIZED (SELECT * FROM accounts_jobseeker WHERE search_pieces @> ARRAY[%s]"
        " AND strpos(search_text, %s) > 0 LIMIT 501) SELECT * FROM hits ORDER BY joined_at DESC, id DESC LIMIT 50",
        [word, word],
    ).fetchall()


def most_urgent(plain: psycopg.Connection, n: int) -> Rows:
    return plain.execute(
        "SELECT * FROM withdrawals_withdrawalrequest WHERE ended_at IS NULL ORDER BY due_on, id LIMIT 50"
    ).fetchall()


LISTED, QUEUED = partial(links, f"{MEMBERS}([0-9]+)/"), partial(links, f"{QUEUE}([0-9]+)/")


LIST, FIRST = Goals(statements=8 + SIGNED_IN), Goals(statements=12 + SIGNED_IN)
# What a sixth of all have is found on the way through them, which ends at the thousandth.
COMMON = replace(LIST, whole=frozenset({"accounts_jobseeker"}))


def of_desk(name: str, service: Service, sql: InSql, *, goals: Goals, ids: Ids | None = None) -> Operation:
    return Operation(name, service, sql, prepare=as_desk, rounds=30, goals=goals, ids=ids)


def searching(name: str, text: str, sql: InSql, *, goals: Goals = LIST, ids: Ids | None = LISTED) -> Operation:
    return of_desk(f"admin: search, {name}", partial(search, text), sql, goals=goals, ids=ids)


OPERATIONS = [
    of_desk("admin: members", partial(look, MEMBERS), newest, goals=LIST, ids=LISTED),
    Operation(
        "admin: an advisor's members",
        partial(look, MEMBERS),
        newest_of_advisor,
        prepare=as_advisor,
        rounds=30,
        goals=LIST,
        ids=LISTED,
    ),
    searching("whole phone number", "{phone}", by_phone),
    searching("whole e-mail", "{email}", by_email),
    searching("two rare characters", "{pair}", partial(by_words, "{pair}")),
    # Of so many, each side may find any thousand.
    searching("two common ones", "見本", partial(by_words, "見本"), goals=COMMON, ids=None),
    of_desk("admin: near candidates", near_candidates, by_phone, goals=Goals(statements=2)),
    of_desk("admin: withdrawals, as they open", partial(look, QUEUE), most_urgent, goals=LIST),
    of_desk("admin: withdrawals", partial(look, f"{QUEUE}?acts=all"), most_urgent, goals=LIST, ids=QUEUED),
    of_desk("admin: first page", partial(look, START), most_urgent, goals=FIRST),
    Operation(
        "admin: an advisor's first page",
        partial(look, START),
        newest_of_advisor,
        prepare=as_advisor,
        rounds=30,
        goals=FIRST,
    ),
]
