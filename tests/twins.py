"""People, tabs or workers at one thing in the same moment, each on a connection of its own."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections, transaction
from django.db.models import Model

# So many have their connection before the start, which makes it sharp; the pool of the tests has room for them.
SHARP = 8
# Seconds: one that never reaches the start ends the test instead of holding it up for ever.
PATIENCE = 60


def at_once(*works: Callable, refusals: tuple[type[Exception], ...] = ()) -> list:
    """Do all of these at the same moment; what each gave, or the kind of its refusal, if it is one of `refusals`."""
    start = Barrier(len(works), timeout=PATIENCE)

    def run(work: Callable):
        try:
            if len(works) <= SHARP:
                connection.ensure_connection()
            start.wait()
            return work()
        except refusals as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def overtaken(work: Callable, row: Model, *, by: Callable, refusals: tuple[type[Exception], ...] = ()):
    """What `work` gave, which waits for the lock of `row` while `by` is done and stored. PostgreSQL shows who waits."""
    lock = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk)
    return held_up(work, by=lock.get, then=by, refusals=refusals)


def held_up(work: Callable, *, by: Callable, then: Callable = bool, refusals: tuple[type[Exception], ...] = ()):
    """What `work` gave, which waits for what `by` has done and not yet stored; `then` is done while it waits."""

    def run():
        try:
            return work()
        except refusals as refusal:
            return type(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            by()
            waiting = thread.submit(run)
            see_it_wait(waiting)
            then()
        return waiting.result(PATIENCE)


def see_it_wait(work: Future) -> None:
    """Until somebody waits for what this transaction holds; work that ends without having waited fails the test."""
    until = time.monotonic() + PATIENCE
    while not holds_somebody_up():
        assert not work.done(), f"did not wait: {work.result()}"
        assert time.monotonic() < until, "nobody waits"
        time.sleep(0.01)


def holds_somebody_up() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
        return cursor.fetchone() is not None
