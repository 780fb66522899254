import logging

from accounts.models import Pulse
from accounts.pulses.scheduler import PulsingTask
from config import clock
from config.celery import task
from withdrawals.erasure.listing import list_new_erasures, mark_complete
from withdrawals.erasure.sql import empty_write_ahead_log
from withdrawals.requests import alarms, calling_back, expiry
from withdrawals.requests.advancing import advance
from withdrawals.requests.alarms import tell_desk_of_unlisted
from withdrawals.requests.failing import note_failure, tell_of_failures
from withdrawals.requests.sweeping import claim_due, in_tasks, put_off

log = logging.getLogger(__name__)


# Whose process dies of it is not handed to the next one: the sweep brings the row back, less and less often.
@task(reject_on_worker_lost=False)
def process_withdrawal(request_id: int) -> None:
    try:
        advance(request_id)
    except Exception as error:
        note_failure(request_id, kind=type(error).__name__, now=clock.now())
        raise


@task(reject_on_worker_lost=False)
def process_withdrawals(request_ids: list[int]) -> None:
    """All of them as one; if they cannot, because one of them cannot, each by itself."""
    try:
        advance(*request_ids)
    except Exception as error:  # whatever it is: whose it is, the tasks find out
        log.warning("not advanced together: %s", type(error).__name__)
        for request_id in request_ids:
            process_withdrawal.delay_on_commit(request_id)


@task(base=PulsingTask, pulse=Pulse.Name.WITHDRAWALS, heard=True)
def sweep_withdrawals() -> None:
    """Hand every request that is due to a task, and tell the desk of those that fail again and again."""
    claimed = claim_due(now=clock.stamp())
    if not claimed:
        return
    now = clock.now()
    tell_of_failures(put_off(claimed, now=now), now=now)
    for request_ids in in_tasks(claimed, now=now):
        if len(request_ids) > 1:
            process_withdrawals.delay(request_ids)
        else:
            process_withdrawal.delay(*request_ids)


@task()
def tell_of_unrecorded() -> None:
    """Hand each message that says its member leaves, and that nobody has recorded, to a task of its own; and each call
    that nobody has made.
    """
    for message_id in alarms.unrecorded(clock.stamp()):
        tell_of_unrecorded_message.delay(message_id)
    for request_id in calling_back.overdue(clock.stamp()):
        tell_of_call.delay(request_id)


@task()
def tell_of_unrecorded_message(message_id: int) -> None:
    alarms.tell_of_unrecorded(message_id, now=clock.now())


@task()
def tell_of_call(request_id: int) -> None:
    calling_back.tell_of_overdue(request_id, now=clock.now())


@task(base=PulsingTask, pulse=Pulse.Name.TYPED)
def forget_typed() -> None:
    expiry.forget_typed(now=clock.now())


@task()
def list_erasures() -> None:
    now = clock.now()
    try:
        list_new_erasures(now=now)
        mark_complete(until=now)
    finally:
        tell_desk_of_unlisted(now=now)
        empty_write_ahead_log()
