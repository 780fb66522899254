from celery import shared_task
from django.utils import timezone

from accounts.delivery import claim_ready, deliver
from accounts.expiry import forget


@shared_task
def deliver_message(message_id: int) -> None:
    deliver(message_id, now=timezone.now())


@shared_task
def sweep_messages() -> None:
    """Hand every message that is ready to a task of its own."""
    for message_id in claim_ready(now=timezone.now()):
        deliver_message.delay(message_id)


@shared_task
def forget_expired() -> None:
    forget(now=timezone.now())
