"""The service's own settings, for processes that are going to be killed: its sweeps come every few seconds."""

import os

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS, REDIS_URL

for entry in CELERY_BEAT_SCHEDULE.values():
    entry["schedule"] = 3.0
if REDIS_URL:
    # Keys of its own, so that flushing its broker takes nobody else's messages.
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["CHAOS_PREFIX"]
