"""A task that does nothing, to see what the way through the broker costs."""

from celery import shared_task


@shared_task
def do_nothing() -> None:
    pass
