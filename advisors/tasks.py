from advisors.counseling import reminding, slots, waiting
from config import clock
from config.celery import task


@task()
def make_slots() -> None:
    """Each night: the slots of four weeks."""
    slots.make_slots(today=clock.today())
    tell_who_waits.delay()


@task()
def tell_who_waits() -> None:
    waiting.tell_waiting(now=clock.now())


@task()
def remind_of_tomorrow() -> None:
    reminding.remind_of_tomorrow(now=clock.now())
