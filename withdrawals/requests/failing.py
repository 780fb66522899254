"""A request that cannot be taken further is written down and told, by transactions that do not fail with it."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce

from withdrawals.requests.alarms import tell_desk, tell_desk_of_failure
from withdrawals.requests.models import WithdrawalRequest

log = logging.getLogger(__name__)


def note_failure(request_id: int, *, kind: str, now: datetime) -> None:
    """Write down that a try has failed, once it is rolled back: since when, and the kind of error, nothing it says."""
    failed = WithdrawalRequest.objects.open().filter(pk=request_id)
    failed.update(failing_since=Coalesce("failing_since", now), failure=kind[:80])


def tell_of_failures(request_ids: list[int], *, now: datetime) -> None:
    """Tell the desk of each of these that fails; one that cannot even be told of keeps nobody waiting."""
    for request_id in WithdrawalRequest.objects.failing().filter(pk__in=request_ids).values_list("pk", flat=True):
        try:
            tell_of_failure(request_id, now=now)
        except Exception as error:
            log.error("desk not told: %s", type(error).__name__, extra={"id": request_id})


@transaction.atomic
def tell_of_failure(request_id: int, *, now: datetime) -> None:
    """Once that it fails, and of its deadline, of which `advance` cannot tell: that is undone with what fails in it."""
    failing = WithdrawalRequest.objects.failing().select_for_update(of=("self",), skip_locked=True)
    request = failing.filter(pk=request_id).first()
    if request:
        tell_desk_of_failure(request, now=now)
        tell_desk(request, now=now)
