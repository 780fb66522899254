from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Least

from config.clock import Moment
from withdrawals.requests.deadlines import LOOK_AGAIN, tried_again_at
from withdrawals.requests.models import WithdrawalRequest

BATCH, TOGETHER = 1000, 20
MOST_COUNTED = 30_000  # as the column holds


@transaction.atomic
def claim_due(*, now: Moment) -> list[int]:
    """The requests that are due, put off by five minutes each, so that the next sweep does not hand them out again.

    One query when nothing is due. Whatever becomes of the tasks, the rows come back: counted as a try before it begins,
    because a task that ends with its process cannot count itself.
    """
    due = WithdrawalRequest.objects.due(now).order_by("next_step_at").select_for_update(of=("self",), skip_locked=True)
    claimed = list(due.values_list("pk", flat=True)[:BATCH])
    if claimed:
        begun = Least(F("tries") + 1, MOST_COUNTED)
        WithdrawalRequest.objects.filter(pk__in=claimed).update(next_step_at=now + LOOK_AGAIN, tries=begun)
    return claimed


@transaction.atomic
def put_off(request_ids: list[int], *, now: datetime) -> list[int]:
    """Put off those of them that have come to nothing before, each longer than the last time; which these are."""
    again = WithdrawalRequest.objects.open().filter(pk__in=request_ids, tries__gt=1)
    tried = list(again.select_for_update(of=("self",), skip_locked=True))
    for request in tried:
        request.next_step_at = tried_again_at(now, due=request.due_on, tries=request.tries - 1)
        request.save(update_fields=["next_step_at"])
    return [request.pk for request in tried]


def in_tasks(claimed: list[int], *, now: datetime) -> list[list[int]]:
    """Which go into one task: those whose grace time is over twenty at a time, every other one alone.

    Alone also what has come to nothing before: what a process dies of takes others with it once. And on SQLite, where
    one writes at a time and no statement has a way to go: nobody waits for the lock longer than for one of them.
    """
    over = WithdrawalRequest.objects.scheduled().filter(pk__in=claimed, completes_at__lte=now, tries=1)
    together = list(over.values_list("pk", flat=True)) if connection.vendor == "postgresql" else []
    tasks = [together[start : start + TOGETHER] for start in range(0, len(together), TOGETHER)]
    return tasks + [[request_id] for request_id in claimed if request_id not in {*together}]
