"""The project's settings as every test run has them, whatever the machine's environment and `.env` say.

Only the servers are the caller's: `DATABASE_URL` names the database server and `REDIS_URL` the cache.
"""

import os
import tempfile
from datetime import timedelta

from tests.templates import LoudlyMissing

VAR_FOLDER = tempfile.TemporaryDirectory(prefix="tests-")
TESTED_WITH = {
    "VAR_DIR": VAR_FOLDER.name,
    "SECRET_KEY": "a key for tests only",
    "SECRET_KEY_FALLBACKS": "",
    "DEBUG": "true",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SITE_URL": "http://testserver",
    "EMAIL_URL": "memorymail://",
    "MEDIA_ROOT": "",
    "CLAMAV_ADDRESS": "",
    "ERASURE_LIST": "",
    "LINE_CHANNEL_SECRET": "",
    "LINE_CHANNEL_ACCESS_TOKEN": "",
    "LINE_API_BASE": "",
    "METRICS_TOKEN": "",
    "HEARTBEAT_URL": "",
    "SENTRY_DSN": "",
    "FILES_URL": "",
    "DATABASE_REPLICA_URL": "",
    "DATABASE_POOL": "12",  # eight twins of `at_once`, the test itself, and what a live server keeps
    "TRUSTED_PROXY_COUNT": "",
    "STAFF_SECOND_FACTOR": "",
    "SERVICE_NAME": "",
    "SUPPORT_PHONE": "",
    "SUPPORT_HOURS": "",
    "OPERATOR_NAME": "",
    "OPERATOR_ADDRESS": "",
    "OPERATOR_LICENCE": "",
    "OPERATOR_CONTACT": "",
    "WITHDRAWAL_BUSINESS_DAYS": "",
    "WITHDRAWAL_GRACE_BUSINESS_DAYS": "",
    "YEAR_END_CLOSED_DAYS": "",
    "EXTRA_CLOSED_DAYS": "",
}
os.environ.update(TESTED_WITH)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, TEMPLATES, VAR  # noqa: E402

# A file, as in a bare checkout: in memory, SQLite locks tables and does not wait, which threads would meet.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
CACHES["default"]["KEY_PREFIX"] = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
# Messages wait in this process until a test lets the worker run (`worker` in conftest.py).
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
# A test stops the clock of its own process; `database_clock` in conftest.py asks for the other.
DATABASE_CLOCK = False
LANGUAGE_CODE = "en"
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudlyMissing("%s")
# Do not list all static files anew for every test client.
WHITENOISE_AUTOREFRESH = True

# Tests turn the clock by days; that staff sign in again meanwhile is said by
# tests/accounts/sign_in/test_sessions.py alone.
STAFF_SESSION_LIFE = STAFF_SESSION_IDLE = timedelta(days=3650)
