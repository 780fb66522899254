"""What a piece of work costs the database: the statements it sends, whatever the database holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from accounts.models import JobSeeker, Message, Session, User
from tests.factories import AssignmentFactory, WithdrawalRequestFactory


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile. Savepoints stand for BEGIN and COMMIT inside a test's transaction.

    What a process asks once in its life, the keys of the models, it has asked before.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    sent = []

    def note(execute, query, params, many, context):
        if not query.startswith(("SAVEPOINT", "RELEASE")):
            sent.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


@contextmanager
def read_whole() -> Iterator[set[str]]:
    """The tables that PostgreSQL meanwhile reads from end to end, where an index would have spared it that.

    On a handful of rows the planner would rather read them all: told not to, it does so where no index is of use.
    """
    tables = set()

    def explain(execute, query, params, many, context):
        if query.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            tables.update(scanned(query, params))
        return execute(query, params, many, context)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with connection.execute_wrapper(explain):
        yield tables


def scanned(query: str, params) -> set[str]:
    with connection.connection.cursor() as cursor:  # no query of the service's
        cursor.execute(f"EXPLAIN (COSTS off) {query}", params)
        lines = [line for (line,) in cursor if "Seq Scan on " in line]
    return {line.split("Seq Scan on ")[1].split()[0] for line in lines}


def leave_behind(seeker: JobSeeker, amount: int, *, desk: User) -> None:
    """So many rows of each kind that grow while somebody is a member."""
    now = timezone.now()
    sent = {"kind": "accounts/welcome", "recipient": seeker.user, "status": "sent", "finished_at": now}
    Message.objects.bulk_create([Message(**sent) for _ in range(amount)])
    Session.objects.bulk_create(
        [Session(session_key=f"{seeker.pk}-{n}", user=seeker.user, expire_date=now) for n in range(amount)]
    )
    LogEntry.objects.log_actions(desk.pk, [seeker] * amount, CHANGE, "")
    AssignmentFactory.create_batch(amount, seeker=seeker, ended_at=now)
    WithdrawalRequestFactory.create_batch(amount, status="cancelled", seeker=seeker)
