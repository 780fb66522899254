"""The service's own settings, for processes that are going to be killed: its sweeps come every second.

What tries whether pages are drawn and files are read takes seconds itself, and comes every half a minute.
`CHAOS_DAYS_AHEAD` sets the clock of a process wrong; `CHAOS_QUICK` names the only tasks that come so often."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS, REDIS_URL

quick = os.environ.get("CHAOS_QUICK", "").split()
for entry in CELERY_BEAT_SCHEDULE.values():
    name = entry["task"].split(".")[-1]
    entry["schedule"] = 1.0 if name in quick or not quick and not name.startswith("try_") else 30.0
if REDIS_URL:
    # Keys of its own, so that flushing its broker takes nobody else's messages.
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["CHAOS_PREFIX"]
if ahead := os.environ.get("CHAOS_DAYS_AHEAD"):
    time_machine.travel(datetime.now(UTC) + timedelta(days=int(ahead)), tick=True).start()
