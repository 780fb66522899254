"""The pages people meet, each through the whole stack of middleware, beside the SQL it stands for."""

import re
from datetime import timedelta
from functools import partial
from typing import cast

import psycopg
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import MailboxProof, Message, User
from benchmarks.rows import put
from benchmarks.timing import Goals, Operation, Rows
from config.random_ids import timed_id
from withdrawals.models import WithdrawalRequest, WithdrawalStatement

REGISTRATION = {
    "family_name": "見本",
    "given_name": "花子",
    "birth_date": "2001-04-05",
    "prefecture": "13",
    "advisor_gender": "any",
}


def source(n: int) -> str:
    """An address of its own for each, so that no limit is met."""
    return f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"


def post(client: Client, path: str, n: int, fields: dict[str, str]) -> None:
    response = client.post(path, fields, REMOTE_ADDR=source(n))
    assert response.status_code == 302, response.content.decode()


def get(client: Client, path: str) -> HttpResponse:
    response = client.get(path)
    assert response.status_code == 200
    return cast(HttpResponse, response)  # with more to it, of the test client's


def links(pattern: str, response: HttpResponse) -> list[int]:
    """The ids that a page links to, in its order, each once."""
    return [int(found) for found in dict.fromkeys(re.findall(f'href="{pattern}', response.content.decode()))]


visitor, member, filer = Client(), Client(), Client()


def register(n: int) -> None:
    post(visitor, "/register/", n, REGISTRATION | {"email": f"new{n}@example.com", "phone": "050-1234-5678"})


def register_in_sql(plain: psycopg.Connection, n: int) -> None:
    with plain.transaction():
        put(plain, MailboxProof, purpose="registration", email=f"new{n}@example.com", expires_at=timezone.now())
        owe_mail(plain, f"new{n}@example.com")


def owe_mail(plain: psycopg.Connection, email: str) -> None:
    later = timezone.now() + timedelta(days=365)
    put(plain, Message, id=timed_id(), kind="accounts/x", to_email=email, try_at=later)


def registered(n: int) -> list[int]:
    email = f"new{n}@example.com"
    return [
        model.objects.filter(**{of: email}).count() for model, of in ((MailboxProof, "email"), (Message, "to_email"))
    ]


def nothing_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("SELECT 1")


def sign_in(n: int) -> None:
    member.cookies.clear()
    member.force_login(User.objects.get(pk=n))


def my_page_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("SELECT * FROM accounts_session WHERE session_key = md5(%s::text)", [n]).fetchone()
    plain.execute("SELECT * FROM accounts_user WHERE id = %s", [n]).fetchone()
    plain.execute("SELECT * FROM accounts_jobseeker WHERE user_id = %s", [n]).fetchone()
    plain.execute(
        "SELECT * FROM withdrawals_withdrawalrequest WHERE seeker_id = %s AND status = 'scheduled'", [n]
    ).fetchone()


def withdraw_with(client: Client, n: int, *, email: str, phone: str) -> None:
    post(client, "/withdraw/", n, {"phone": phone, "email": email, "reason": "other", "comment": "x"})


def withdraw_as_nobody(n: int) -> None:
    withdraw_with(visitor, n, email=f"stranger{n}@example.com", phone="050-1234-5678")


def withdraw_as_member(n: int) -> None:
    withdraw_with(visitor, n, email=f"member{n}@example.com", phone=f"090{10_000_000 + n:08}")


def withdraw_signed_in(n: int) -> None:
    withdraw_with(member, n, email=f"member{n}@example.com", phone=f"090{10_000_000 + n:08}")


def withdraw_in_sql(plain: psycopg.Connection, n: int) -> None:
    now = timezone.now()
    with plain.transaction():
        typed = {"phone": "+815012345678", "email": f"stranger{n}@example.com", "comment": "x"}
        times = {"due_on": now.date() + timedelta(days=7), "next_step_at": now + timedelta(days=365)}
        request = put(plain, WithdrawalRequest, reference=f"P-{n:08x}", reason="other", received_at=now, **times)
        put(plain, WithdrawalStatement, request_id=request, **typed)


def filed(email: str, n: int) -> Rows:
    statements = WithdrawalStatement.objects.filter(email=email.format(n))
    return list(statements.values_list("request__status", "request__reason", "request__channel", "comment"))


def file_request(n: int) -> None:
    withdraw_with(filer, n, email=f"stranger{n}@example.com", phone="050-1234-5678")


def received_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("SELECT * FROM withdrawals_withdrawalrequest WHERE reference = %s", [f"H-{n:08x}"]).fetchone()


# Of these, two find out whose session it is.
SIGNED_IN = 2
OPERATIONS = [
    Operation("register, form sent", register, register_in_sql, goals=Goals(statements=4), left=registered),
    Operation("sign-in page", lambda n: get(visitor, "/login/"), nothing_in_sql, goals=Goals(statements=0)),
    Operation(
        "my page",
        lambda n: get(member, "/mypage/"),
        my_page_in_sql,
        prepare=sign_in,
        goals=Goals(statements=8 + SIGNED_IN),
    ),
    Operation(
        "withdrawal form, fits nobody",
        withdraw_as_nobody,
        withdraw_in_sql,
        goals=Goals(statements=4),
        left=partial(filed, "stranger{}@example.com"),
    ),
    Operation("withdrawal form, fits a member", withdraw_as_member, withdraw_in_sql, goals=Goals(statements=4)),
    Operation(
        "withdrawal form, signed in",
        withdraw_signed_in,
        withdraw_in_sql,
        prepare=sign_in,
        goals=Goals(statements=4 + SIGNED_IN),
    ),
    Operation(
        "answer page",
        lambda n: get(filer, "/withdraw/received/"),
        received_in_sql,
        prepare=file_request,
        goals=Goals(statements=4),
    ),
]
