from celery import shared_task

from advisors.counseling import reminding, slots, waiting
from config import clock


@shared_task
def make_slots() -> None:
    """Each night: the slots of four weeks."""
    slots.make_slots(today=clock.today())
    tell_who_waits.delay()


@shared_task
def tell_who_waits() -> None:
    waiting.tell_waiting(now=clock.now())


@shared_task
def remind_of_tomorrow() -> None:
    reminding.remind_of_tomorrow(now=clock.now())
