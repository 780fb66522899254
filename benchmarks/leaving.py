"""What the worker does: find the member, erase them, look for what is due, forget what has run out."""

from datetime import timedelta
from uuid import uuid4

import psycopg
from django.db import transaction
from django.utils import timezone

from accounts.expiry import forget
from accounts.holdings import Erased, Kept
from accounts.models import JobSeeker, Message, User
from accounts.tasks import sweep_messages
from benchmarks.pages import owe_mail
from benchmarks.rows import put
from benchmarks.timing import Goals, Operation, Rows
from withdrawals.erasure.erasing import HOLDINGS
from withdrawals.erasure.sql import parts_for
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement
from withdrawals.requests.advancing import advance
from withdrawals.requests.identity import find_member
from withdrawals.requests.sweeping import claim_due

FIRST_REQUEST = 1_000_000_000  # the request of member n has this id and n more


def find(n: int) -> JobSeeker:
    typed = WithdrawalStatement(email=f"member{n}@example.com", phone=f"+8190{10_000_000 + n}")
    with transaction.atomic():
        fit, member = find_member(typed, before=timezone.now())
    assert fit.value == "both", fit
    assert member
    return member


def find_in_sql(plain: psycopg.Connection, n: int) -> Rows:
    with plain.transaction():
        return plain.execute(
            "SELECT seeker.*, u.* FROM accounts_jobseeker seeker JOIN accounts_user u ON u.id = seeker.user_id"
            " WHERE u.email = %s AND seeker.joined_at < now() FOR UPDATE OF seeker",
            [f"member{n}@example.com"],
        ).fetchall()


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


HELD = [holding for holding in HOLDINGS if not isinstance(holding, Kept)]


@transaction.atomic
def complete_in_orm(n: int) -> None:
    """The same rows, holding by holding, as Django deletes and empties them."""
    request = WithdrawalRequest.objects.select_for_update().get(pk=FIRST_REQUEST + n)
    member = JobSeeker.objects.select_for_update().select_related("user").get(pk=request.leaver_id)
    request.status, request.seeker, request.erased = "completed", None, {}
    request.ended_at, request.next_step_at = timezone.now(), None
    request.save()
    request.events.create(from_status="scheduled", to_status="completed", at=timezone.now(), actor="worker")
    for holding in HELD:
        if isinstance(holding, Erased):
            holding.rows(member).delete()
        else:
            holding.model._base_manager.filter(holding.of(member)).update(**holding.blank)
    Erasure.objects.create(erasure_id=member.erasure_id, erased_at=timezone.now())
    Message.objects.create(kind="accounts/x", to_email=member.user.email)


def member_as_made(n: int) -> JobSeeker:
    """Member `n` as the population has made them."""
    user, digits = User(pk=n, email=f"member{n}@example.com"), f"{n:010}"
    number = f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    return JobSeeker(pk=n, user=user, member_number=number, phone=f"+8190{10_000_000 + n}")


def complete_in_sql(plain: psycopg.Connection, n: int) -> None:
    """What is held about a member goes statement by statement; what that is, the apps say."""
    member, now = member_as_made(n), timezone.now()
    with plain.transaction():
        plain.execute("SELECT * FROM withdrawals_withdrawalrequest WHERE id = %s FOR UPDATE", [FIRST_REQUEST + n])
        plain.execute("SELECT * FROM accounts_jobseeker WHERE id = %s FOR UPDATE", [n])
        plain.execute(
            "UPDATE withdrawals_withdrawalrequest SET status = 'completed', seeker_id = NULL, erased = '{}',"
            " ended_at = now(), next_step_at = NULL WHERE id = %s",
            [FIRST_REQUEST + n],
        )
        moved = {"from_status": "scheduled", "to_status": "completed", "at": now, "actor": "worker"}
        put(plain, WithdrawalEvent, request_id=FIRST_REQUEST + n, **moved)
        for sql, values in parts_for(HELD, member):
            plain.execute(sql, values)
        put(plain, Erasure, erasure_id=uuid4(), erased_at=now)
        owe_mail(plain, member.user.email)


def left_of(n: int) -> dict[str, int]:
    """What is there of member `n`, and of their leaving, once they are gone."""
    member = member_as_made(n)
    left = {holding.model._meta.label: holding.rows(member).count() for holding in HELD if isinstance(holding, Erased)}
    ended = WithdrawalRequest.objects.filter(pk=FIRST_REQUEST + n, status="completed", seeker=None)
    return left | {"ended": ended.count(), "events": WithdrawalEvent.objects.filter(request__in=ended).count()}


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
    Operation("sweep, nothing due", sweep, sweep_in_sql, goals=Goals(statements=1)),
    Operation(
        "sweep of messages, nothing ready",
        lambda n: sweep_messages(),
        sweep_messages_in_sql,
        goals=Goals(statements=1),
    ),
    Operation(
        "forget what has run out",
        lambda n: forget(now=timezone.now()),
        forget_in_sql,
        rounds=20,
        goals=Goals(statements=8),
    ),
]
OPERATIONS = [
    Operation("find the member", find, find_in_sql, goals=Goals(statements=1), ids=lambda member: [member.pk]),
    Operation(
        "complete a withdrawal",
        complete,
        complete_in_sql,
        complete_in_orm,
        prepare=ask_to_leave,
        goals=Goals(statements=10, orm=1.3),
        left=left_of,
    ),
]
