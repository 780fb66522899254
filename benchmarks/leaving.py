"""What the worker does: find the member, erase them, look for what is due, forget what has run out."""

from datetime import timedelta

import psycopg
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.utils import timezone

from accounts.expiry import forget
from accounts.models import JobSeeker, MailboxProof, Message
from accounts.tasks import sweep_messages
from benchmarks.pages import owe_mail
from benchmarks.timing import Operation
from withdrawals.actions.processing import advance
from withdrawals.actions.sweeping import claim_due
from withdrawals.identity import find_member
from withdrawals.models import Erasure, WithdrawalRequest, WithdrawalStatement

FIRST_REQUEST = 1_000_000_000  # the request of member n has this id and n more


def find(n: int) -> None:
    typed = WithdrawalStatement(email=f"member{n}@example.com", phone=f"+8190{10_000_000 + n}")
    with transaction.atomic():
        fit, _ = find_member(typed, before=timezone.now())
    assert fit.value == "both", fit


def find_in_sql(plain: psycopg.Connection, n: int) -> None:
    with plain.transaction():
        plain.execute(
            "SELECT seeker.*, u.* FROM accounts_jobseeker seeker JOIN accounts_user u ON u.id = seeker.user_id"
            " WHERE u.email = %s AND seeker.joined_at < now() FOR UPDATE OF seeker",
            [f"member{n}@example.com"],
        ).fetchone()


def ask_to_leave(n: int) -> None:
    """A withdrawal of member `n`, due for completion."""
    now = timezone.now()
    request = WithdrawalRequest.objects.create(
        pk=FIRST_REQUEST + n,
        status="scheduled",
        seeker_id=n,
        due_on=now.date() + timedelta(days=7),
        completes_at=now,
        next_step_at=now + timedelta(days=300),
    )
    typed = {"phone": f"+8190{10_000_000 + n}", "email": f"member{n}@example.com"}
    WithdrawalStatement.objects.create(request=request, **typed)


def complete(n: int) -> None:
    advance(FIRST_REQUEST + n, now=timezone.now())


@transaction.atomic
def complete_in_orm(n: int) -> None:
    """The same rows, by Django's own cascade."""
    request = WithdrawalRequest.objects.select_for_update().get(pk=FIRST_REQUEST + n)
    member = JobSeeker.objects.select_for_update().select_related("user").get(pk=request.seeker_id)
    request.status, request.seeker, request.erased = "completed", None, {}
    request.ended_at, request.next_step_at = timezone.now(), None
    request.save()
    request.events.create(from_status="scheduled", to_status="completed", at=timezone.now(), actor="worker")
    WithdrawalStatement.objects.filter(email=member.user.email).delete()
    LogEntry.objects.filter(content_type__model="jobseeker", object_id=str(n)).delete()
    MailboxProof.objects.filter(email=member.user.email).delete()
    Message.objects.filter(to_email=member.user.email).delete()
    member.user.delete()
    Erasure.objects.create(erasure_id=member.erasure_id, erased_at=timezone.now())
    Message.objects.create(kind="accounts/x", to_email=member.user.email)


ERASED_BY = {
    "accounts_stoppednotice": "seeker_id",
    "advisors_assignment": "seeker_id",
    "accounts_jobseeker": "id",
    "accounts_session": "user_id",
    "accounts_message": "recipient_id",
    "accounts_mailboxproof": "user_id",
    "account_emailaddress": "user_id",
    "mfa_authenticator": "user_id",
    "accounts_user_groups": "user_id",
    "accounts_user_user_permissions": "user_id",
    "accounts_user": "id",
}


def complete_in_sql(plain: psycopg.Connection, n: int) -> None:
    email = f"member{n}@example.com"
    with plain.transaction():
        plain.execute("SELECT * FROM withdrawals_withdrawalrequest WHERE id = %s FOR UPDATE", [FIRST_REQUEST + n])
        plain.execute("SELECT * FROM accounts_jobseeker WHERE id = %s FOR UPDATE", [n])
        plain.execute(
            "UPDATE withdrawals_withdrawalrequest SET status = 'completed', seeker_id = NULL, erased = '{}',"
            " ended_at = now(), next_step_at = NULL WHERE id = %s",
            [FIRST_REQUEST + n],
        )
        plain.execute(
            "INSERT INTO withdrawals_withdrawalevent (request_id, from_status, to_status, at, actor)"
            " VALUES (%s, 'scheduled', 'completed', now(), 'worker')",
            [FIRST_REQUEST + n],
        )
        plain.execute("DELETE FROM withdrawals_withdrawalstatement WHERE email = %s", [email])
        plain.execute("DELETE FROM accounts_message WHERE to_email = %s", [email])
        plain.execute("DELETE FROM accounts_mailboxproof WHERE email = %s", [email])
        plain.execute(
            "DELETE FROM django_admin_log WHERE object_id = %s AND content_type_id ="
            " (SELECT id FROM django_content_type WHERE app_label = 'accounts' AND model = 'jobseeker')",
            [str(n)],
        )
        for table, column in ERASED_BY.items():
            plain.execute(f"DELETE FROM {table} WHERE {column} = %s", [n])
        plain.execute(
            "INSERT INTO withdrawals_erasure (erasure_id, erased_at) VALUES (gen_random_uuid(), now())",
        )
        owe_mail(plain, email)


def sweep(n: int) -> None:
    assert claim_due(now=timezone.now()) == []


def sweep_in_sql(plain: psycopg.Connection, n: int) -> None:
    with plain.transaction():
        plain.execute(
            "SELECT id FROM withdrawals_withdrawalrequest WHERE next_step_at <= now() ORDER BY next_step_at"
            " LIMIT 1000 FOR UPDATE SKIP LOCKED"
        ).fetchall()


def sweep_messages_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute(
        "SELECT id FROM accounts_message WHERE status = 'queued' AND try_at <= now() ORDER BY try_at LIMIT 500"
    ).fetchall()


def forget_in_sql(plain: psycopg.Connection, n: int) -> None:
    plain.execute("DELETE FROM accounts_mailboxproof WHERE expires_at <= now()")
    plain.execute("DELETE FROM accounts_session WHERE expire_date <= now()")
    plain.execute("DELETE FROM accounts_message WHERE finished_at <= now() - interval '30 d'")


# Measured before anybody files a request, which would be due.
SWEEPS = [
    Operation("sweep, nothing due", sweep, sweep_in_sql),
    Operation("sweep of messages, nothing queued", lambda n: sweep_messages(), sweep_messages_in_sql),
    Operation("forget what has run out", lambda n: forget(now=timezone.now()), forget_in_sql, rounds=20),
]
OPERATIONS = [
    Operation("find the member", find, find_in_sql),
    Operation("complete a withdrawal", complete, complete_in_sql, orm=complete_in_orm, prepare=ask_to_leave),
]
