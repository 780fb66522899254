from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from withdrawals.models import WithdrawalRequest

BATCH = 1000
LOOK_AGAIN = timedelta(minutes=5)


@transaction.atomic
def claim_due(*, now: datetime | Now) -> list[int]:
    """The requests that are due, put off by five minutes each, so that the next sweep does not hand them out again.

    One query when nothing is due. Whatever becomes of the tasks, the rows come back.
    """
    due = WithdrawalRequest.objects.due(now).order_by("next_step_at").select_for_update(of=("self",), skip_locked=True)
    claimed = list(due.values_list("pk", flat=True)[:BATCH])
    if claimed:
        WithdrawalRequest.objects.filter(pk__in=claimed).update(next_step_at=now + LOOK_AGAIN)
    return claimed
