from celery import shared_task
from django.utils import timezone

from advisors.actions import reminding, slots, waiting


@shared_task
def make_slots() -> None:
    """Each night: the slots of four weeks."""
    slots.make_slots(today=timezone.localdate())
    tell_who_waits.delay()


@shared_task
def tell_who_waits() -> None:
    waiting.tell_waiting(now=timezone.now())


@shared_task
def remind_of_tomorrow() -> None:
    reminding.remind_of_tomorrow(now=timezone.now())
