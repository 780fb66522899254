"""How many withdrawals a second real workers complete: prefork, two processes, messages over Redis.

All tasks wait in the queue before the worker starts, and the first tenth is left out: it meets cold caches. Receipts
are mailed when the last withdrawal is completed, so that neither rate is that of a mixture.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone
from redis import Redis

from accounts.models import Message
from accounts.tasks import sweep_messages
from benchmarks.leaving import FIRST_REQUEST, ask_to_leave
from benchmarks.worker import do_nothing
from config.celery import app
from withdrawals.models import WithdrawalRequest
from withdrawals.requests.models import WithdrawalRequestQuerySet
from withdrawals.tasks import sweep_withdrawals

PROCESSES = 2
WORKER = f"celery -A config --quiet worker --include benchmarks.worker --pool prefork --concurrency {PROCESSES}".split()
PATIENCE = 600
EMPTY, COMPLETIONS = "empty tasks a second", "completions a second"
SESSIONS = f"database sessions, {PROCESSES} processes"
SHARE = 0.3  # of the empty tasks, so many completions


def measure_throughput(members: list[int]) -> dict[str, float]:
    """Empty tasks, completions and mailed receipts a second, and how many database sessions the worker opened."""
    queue = Redis.from_url(settings.REDIS_URL)
    queue.delete(app.conf.task_default_queue)
    empty_tasks = rate_of_empty_tasks(queue, 2 * len(members))
    for n in members:
        ask_to_leave(n)
    hand_out(members)
    sessions, began = sessions_opened(), timezone.now()
    completed = requests_of(members).filter(status="completed")
    mailed = Message.objects.filter(kind="withdrawals/completed", status="sent", finished_at__gte=began)
    with worker():
        wait_until(lambda: completed.count() >= len(members), look_every=1)
        wait_until(lambda: sweep_messages() or mailed.count() >= len(members), look_every=1)
    return {
        EMPTY: empty_tasks,
        COMPLETIONS: rate(completed.values_list("ended_at", flat=True)),
        "receipts mailed a second": rate(mailed.values_list("finished_at", flat=True)),
        SESSIONS: sessions_opened() - sessions,
    }


def requests_of(members: list[int]) -> WithdrawalRequestQuerySet:
    return WithdrawalRequest.objects.filter(pk__in=[FIRST_REQUEST + n for n in members])


def hand_out(members: list[int]) -> None:
    """As the sweep does it once their grace time is over. What the forms measured before have filed is not among it."""
    now = timezone.now()
    WithdrawalRequest.objects.due(now).update(next_step_at=now + timedelta(days=300))
    requests_of(members).update(next_step_at=now)
    while requests_of(members).due(now).exists():
        sweep_withdrawals()


def missed_by_worker(figures: dict[str, float], *, slack: float) -> Iterator[str]:
    share = figures[COMPLETIONS] / figures[EMPTY]
    if share < SHARE / slack:
        yield f"completions through Celery: {share:.2f} of empty tasks, at least {SHARE / slack:.2f}"
    if figures[SESSIONS] > PROCESSES + 2:
        yield f"{SESSIONS}: {figures[SESSIONS]:.0f}, at most {PROCESSES + 2}"


@contextmanager
def worker() -> Iterator[None]:
    """A worker on the database in use."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    process = subprocess.Popen([sys.executable, "-m", *WORKER], env=os.environ | {"DATABASE_URL": url})
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def rate_of_empty_tasks(queue: Redis, amount: int) -> float:
    for _ in range(amount):
        do_nothing.delay()
    with worker():
        wait_until(lambda: waiting(queue) < 0.9 * amount, look_every=0.01)
        ahead, began = waiting(queue), time.perf_counter()
        wait_until(lambda: not waiting(queue), look_every=0.01)
        return ahead / (time.perf_counter() - began)


def waiting(queue: Redis) -> int:
    return int(queue.llen(app.conf.task_default_queue))


def wait_until(reached: Callable[[], bool], *, look_every: float) -> None:
    until = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(look_every)


def rate(times: Iterable[datetime | None]) -> float:
    ended = sorted(filter(None, times))
    counted = ended[len(ended) // 10 :]
    return len(counted) / (counted[-1] - counted[0]).total_seconds()


def sessions_opened() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
        opened: int = cursor.fetchone()[0]
        return opened
