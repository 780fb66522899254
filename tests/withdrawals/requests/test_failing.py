"""A request that cannot be completed: written down, told to the desk, tried less and less often, and alone in it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection
from django.urls import reverse

from accounts.models import Message, User
from config import celery
from tests.conftest import NOW
from tests.factories import AdministratorFactory, AdvisorUserFactory, DeskUserFactory, WithdrawalRequestFactory
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.deadlines import missed_at, warned_at
from withdrawals.requests.failing import note_failure, tell_of_failures
from withdrawals.tasks import sweep_withdrawals

MINUTE = timedelta(minutes=1)
POISON = {
    "sqlite": """CREATE TRIGGER poison BEFORE DELETE ON accounts_jobseeker WHEN OLD.id = {id}
                 BEGIN SELECT RAISE(ABORT, 'hanako@example.com'); END""",
    "postgresql": """CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
                     $$ BEGIN RAISE integrity_constraint_violation USING MESSAGE = 'hanako@example.com'; END $$;
                     CREATE TRIGGER poison BEFORE DELETE ON accounts_jobseeker FOR EACH ROW WHEN (OLD.id = {id})
                     EXECUTE FUNCTION poison()""",
}
ANTIDOTE = {"sqlite": "DROP TRIGGER poison", "postgresql": "DROP FUNCTION poison CASCADE"}


def execute(statements: dict[str, str], **names) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor].format(**names))


@pytest.fixture
def poisoned(seeker, now) -> WithdrawalRequest:
    """A request whose member the database refuses to let go of."""
    request = WithdrawalRequestFactory(seeker=seeker, status="scheduled", received_at=now, completes_at=now)
    execute(POISON, id=seeker.pk)
    return request


def work(worker) -> list[str]:
    """All that waits, as a worker does it that is not stopped by an error; the tasks that failed."""
    failed = []
    while message := worker.next_message():
        (args, kwargs, _), name = message.payload, message.headers["task"]
        failed += [name] if celery.app.tasks[name].apply(args=args, kwargs=kwargs).failed() else []
        worker.commit()
    return failed


@pytest.fixture
def let_pass(clock, worker):
    """So many minutes, in each of which the sweep comes; those in which a task failed."""

    def let_pass(minutes: int, *, each: int = 1) -> list[int]:
        failed = []
        for minute in range(0, minutes, each):
            clock.move_to(NOW + minute * MINUTE, tick=False)
            sweep_withdrawals()
            failed += [minute] * len(work(worker))
        return failed

    return let_pass


def told(kind: str) -> list[str]:
    return [message.body for message in mail.outbox if kind in message.subject]


def test_it_is_written_down_and_nothing_else_is(poisoned, let_pass):
    assert let_pass(1) == [0]
    poisoned.refresh_from_db()
    assert (poisoned.status, poisoned.tries, poisoned.failing_since) == ("scheduled", 1, NOW)
    assert poisoned.failure == "IntegrityError"


def test_it_is_tried_less_and_less_often(poisoned, let_pass):
    assert let_pass(180) == [0, 5, 15, 35, 75, 155]


def test_desk_is_told_once_that_it_fails(poisoned, let_pass, desk):
    let_pass(180)
    (body,) = told("cannot be completed")
    assert "IntegrityError" in body
    assert "hanako" not in body
    assert poisoned.reference in body


def test_desk_is_told_of_its_deadline_all_the_same_and_on_time(poisoned, let_pass, desk):
    let_pass(7 * 24 * 60, each=60)
    poisoned.refresh_from_db()
    assert poisoned.warned_at == warned_at(poisoned.due_on)
    let_pass(11 * 24 * 60, each=60)
    poisoned.refresh_from_db()
    assert poisoned.missed_at == missed_at(poisoned.due_on)
    assert poisoned.warned_at == warned_at(poisoned.due_on)
    kinds = Counter(Message.objects.values_list("kind", flat=True))
    assert [kinds[f"withdrawals/{kind}"] for kind in ("failing", "due_by_itself", "overdue_by_itself")] == [1, 1, 1]


def test_others_do_not_wait(poisoned, let_pass, other_seeker):
    other = WithdrawalRequestFactory(seeker=other_seeker, status="scheduled", received_at=NOW, completes_at=NOW)
    assert let_pass(1) == [0]
    other.refresh_from_db()
    assert other.status == "completed"


def test_it_completes_when_it_can_again_and_nothing_is_left_of_it(poisoned, let_pass, seeker):
    let_pass(40)
    execute(ANTIDOTE)
    let_pass(400)
    poisoned.refresh_from_db()
    assert (poisoned.status, poisoned.tries, poisoned.failing_since, poisoned.failure) == ("completed", 0, None, "")


def test_worker_that_dies_of_it_is_told_too(now, clock, worker, desk):
    """Its process is gone before it can say anything: here, the task is lost."""
    request = WithdrawalRequestFactory(status="scheduled", received_at=now, completes_at=now)
    for minute in range(120):
        clock.move_to(NOW + minute * MINUTE, tick=False)
        sweep_withdrawals()
        worker.empty()
    request.refresh_from_db()
    assert (request.tries, request.failure, Message.objects.count()) == (5, "", 1)
    assert Message.objects.get().kind == "withdrawals/failing"


def test_queue_and_first_page_say_so_in_red(poisoned, let_pass, desk_client):
    let_pass(40)
    queue = reverse("admin:withdrawals_withdrawalrequest_changelist")
    index = desk_client.get(reverse("admin:index")).content.decode()
    assert f'urgency--overdue"><a href="{queue}?acts=desk"><b>1</b> Cannot be completed' in index
    for page in (index, desk_client.get(queue, {"acts": "desk"}).content.decode()):
        assert '<span class="urgency urgency--overdue">Cannot be completed</span>' in page
        assert "The service has not got on with it since Fri 20 Nov, 10:00" in page
    assert poisoned.reference not in desk_client.get(queue, {"acts": "service"}).content.decode()


def test_one_that_has_ended_meanwhile_is_not_said_to_fail(db, now):
    request = WithdrawalRequestFactory(status="completed")
    note_failure(request.pk, kind="IntegrityError", now=now)
    request.refresh_from_db()
    assert (request.failing_since, request.failure) == (None, "")


def test_long_kind_of_error_is_written_down_as_far_as_it_goes(db, now):
    request = WithdrawalRequestFactory()
    note_failure(request.pk, kind="E" * 100, now=now)
    request.refresh_from_db()
    assert request.failure == "E" * 80


def test_one_that_cannot_be_told_of_keeps_nobody_waiting(db, desk, now):
    failing = {"tries": 5, "failing_since": now}
    requests = WithdrawalRequestFactory.create_batch(3, received_at=now, **failing)
    with connection.execute_wrapper(refuse_first_mail()):
        tell_of_failures([request.pk for request in requests], now=now)
    told = WithdrawalRequest.objects.filter(failure_told_at__isnull=False)
    assert (told.count(), Message.objects.count()) == (2, 2)


def refuse_first_mail():
    refused = []

    def execute(run, sql, params, many, context):
        if 'INSERT INTO "accounts_message"' in sql and not refused:
            refused.append(sql)
            raise DatabaseError
        return run(sql, params, many, context)

    return execute


def test_desk_is_who_works_there_or_administers_now_and_each_once(db):
    everywhere = AdministratorFactory(is_active=True)
    everywhere.groups.add(*Group.objects.all())
    at_work = DeskUserFactory()
    DeskUserFactory(is_active=False)
    DeskUserFactory(is_staff=False)
    AdvisorUserFactory()
    assert sorted(person.pk for person in User.objects.at_desk()) == sorted([everywhere.pk, at_work.pk])


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ("withdrawalrequest_failing_while_open", {"status": "completed", "tries": 1}),
        ("withdrawalrequest_failure_has_begun", {"failure": "IntegrityError"}),
    ],
)
def test_rule_is_held_by_the_database(db, rule, fields):
    with pytest.raises(IntegrityError, match=rule):
        WithdrawalRequestFactory(**fields)
