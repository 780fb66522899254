from celery import shared_task

from accounts.models import Pulse
from accounts.pulsing import PulsingTask
from config import clock
from withdrawals import expiry
from withdrawals.actions.processing import advance
from withdrawals.actions.sweeping import claim_due
from withdrawals.erasure_list import list_new_erasures


@shared_task
def process_withdrawal(request_id: int) -> None:
    advance(request_id, now=clock.now())


@shared_task(base=PulsingTask, pulse=Pulse.Name.WITHDRAWALS)
def sweep_withdrawals() -> None:
    """Hand every request that is due to a task of its own."""
    for request_id in claim_due(now=clock.stamp()):
        process_withdrawal.delay(request_id)


@shared_task
def forget_typed() -> None:
    expiry.forget_typed(now=clock.now())


@shared_task
def list_erasures() -> None:
    list_new_erasures(now=clock.now())
