"""A task that does nothing, to see what the way through the broker costs."""

from config.celery import task


@task()
def do_nothing() -> None:
    pass
