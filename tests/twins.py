"""People, tabs or workers at one thing in the same moment, each on a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection, connections

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
