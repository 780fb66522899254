from accounts.models import Pulse
from accounts.pulses.scheduler import PulsingTask
from config import clock
from config.celery import task
from withdrawals.erasure.listing import list_new_erasures, mark_complete
from withdrawals.erasure.sql import empty_write_ahead_log
from withdrawals.requests import expiry
from withdrawals.requests.advancing import advance
from withdrawals.requests.alarms import tell_desk_of_unlisted
from withdrawals.requests.failing import note_failure, tell_of_failures
from withdrawals.requests.sweeping import claim_due, put_off


# Whose process dies of it is not handed to the next one: the sweep brings the row back, less and less often.
@task(reject_on_worker_lost=False)
def process_withdrawal(request_id: int) -> None:
    try:
        advance(request_id)
    except Exception as error:
        note_failure(request_id, kind=type(error).__name__, now=clock.now())
        raise


@task(base=PulsingTask, pulse=Pulse.Name.WITHDRAWALS)
def sweep_withdrawals() -> None:
    """Hand every request that is due to a task of its own, and tell the desk of those that fail again and again."""
    claimed = claim_due(now=clock.stamp())
    if claimed:
        now = clock.now()
        tell_of_failures(put_off(claimed, now=now), now=now)
    for request_id in claimed:
        process_withdrawal.delay(request_id)


@task()
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
