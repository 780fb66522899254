"""What was typed has an end, whoever acts or does not: three business days after the deadline at the latest."""

import logging
from datetime import datetime

from django.utils import timezone

from withdrawals.requests.advancing import advance
from withdrawals.requests.deadlines import typed_is_forgotten_for
from withdrawals.requests.models import WithdrawalRequest, WithdrawalStatement

log = logging.getLogger(__name__)


def forget_typed(*, now: datetime) -> int:
    """Delete the statements whose time is over; how many. One query when there are none.

    Their requests stay as they are, for the desk to decide about. One that nobody has looked at yet, because the
    worker stood still, gets its chance first.
    """
    last_due = typed_is_forgotten_for(timezone.localdate(now))
    # `ended_at`, not the statuses: the index of the open ones is made of it.
    late = WithdrawalStatement.objects.filter(request__ended_at=None, request__due_on__lte=last_due)
    found = dict(late.values_list("pk", "request__status"))
    for request_id, status in found.items():
        if status == WithdrawalRequest.Status.RECEIVED:
            try_once_more(request_id)
    if found:
        WithdrawalStatement.objects.filter(pk__in=found).delete()
    return len(found)


def try_once_more(request_id: int) -> None:
    """What fails here keeps nobody's contact any longer."""
    try:
        advance(request_id)
    except Exception as error:  # whatever it is
        log.warning("not advanced: %s", type(error).__name__, extra={"id": request_id})
