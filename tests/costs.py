"""What a piece of work costs the database: the statements it sends, whatever the database holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection
from django.utils import timezone

from accounts.models import JobSeeker, Message, Session, User
from tests.factories import AssignmentFactory, WithdrawalRequestFactory


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile. Savepoints stand for BEGIN and COMMIT inside a test's transaction."""
    sent = []

    def note(execute, query, params, many, context):
        if not query.startswith(("SAVEPOINT", "RELEASE")):
            sent.append(query)
        return execute(query, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


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
