"""The pages people meet, each through the whole stack of middleware, beside the SQL it stands for."""

import psycopg
from django.test import Client

from accounts.models import User
from benchmarks.timing import Operation

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


def post(client: Client, path: str, n: int, fields: dict) -> None:
    response = client.post(path, fields, REMOTE_ADDR=source(n))
    assert response.status_code == 302, response.content.decode()


def get(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


visitor, member, filer = Client(), Client(), Client()


def register(n: int) -> None:
    post(visitor, "/register/", n, REGISTRATION | {"email": f"new{n}@example.com", "phone": "050-1234-5678"})


def register_in_sql(plain: psycopg.Connection, n: int) -> None:
    with plain.transaction():
        plain.execute(
            "INSERT INTO accounts_mailboxproof (purpose, email, details, language, salt, code_digest, tries,"
            " created_at, expires_at) VALUES ('registration', %s, '{}', 'ja', 'x', 'x', 0, now(), now()) RETURNING id",
            [f"new{n}@example.com"],
        )
        owe_mail(plain, f"new{n}@example.com")


def owe_mail(plain: psycopg.Connection, email: str) -> None:
    plain.execute(
        "INSERT INTO accounts_message (id, kind, to_email, language, context, status, queued_at, try_at, tries)"
        " VALUES ((extract(epoch FROM clock_timestamp()) * 1000000)::bigint << 10,"
        " 'accounts/x', %s, 'ja', '{}', 'queued', now(), now() + interval '1 y', 0) RETURNING id",
        [email],
    )


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
    with plain.transaction():
        filed = plain.execute(
            "INSERT INTO withdrawals_withdrawalrequest (reference, status, channel, reason, language, received_at,"
            " due_on, next_step_at, closing, identity_checked) VALUES (%s, 'received', 'web', 'other', 'ja', now(),"
            " current_date + 7, now() + interval '1 y', '', false) RETURNING id",
            [f"P-{n:08x}"],
        ).fetchone()
        plain.execute(
            "INSERT INTO withdrawals_withdrawalstatement (request_id, phone, email, comment)"
            " VALUES (%s, '+815012345678', %s, 'x')",
            [filed[0], f"stranger{n}@example.com"],
        )


def file_request(n: int) -> None:
    withdraw_with(filer, n, email=f"stranger{n}@example.com", phone="050-1234-5678")


def received_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("SELECT * FROM withdrawals_withdrawalrequest WHERE reference = %s", [f"H-{n:08x}"]).fetchone()


OPERATIONS = [
    Operation("register, form sent", register, register_in_sql),
    Operation("sign-in page", lambda n: get(visitor, "/login/"), nothing_in_sql),
    Operation("my page", lambda n: get(member, "/mypage/"), my_page_in_sql, prepare=sign_in),
    Operation("withdrawal form, fits nobody", withdraw_as_nobody, withdraw_in_sql),
    Operation("withdrawal form, fits a member", withdraw_as_member, withdraw_in_sql),
    Operation("withdrawal form, signed in", withdraw_signed_in, withdraw_in_sql, prepare=sign_in),
    Operation("answer page", lambda n: get(filer, "/withdraw/received/"), received_in_sql, prepare=file_request),
]
