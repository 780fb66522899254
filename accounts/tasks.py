from celery import shared_task
from django.utils import timezone

from accounts.delivery import deliver
from accounts.expiry import forget
from accounts.models import Message


@shared_task
def deliver_message(message_id: int) -> None:
    deliver(message_id, now=timezone.now())


@shared_task
def sweep_messages() -> None:
    """Hand every message that is ready to a task of its own."""
    for message_id in Message.objects.ready(timezone.now()).order_by("try_at").values_list("pk", flat=True)[:500]:
        deliver_message.delay(message_id)


@shared_task
def forget_expired() -> None:
    forget(now=timezone.now())
