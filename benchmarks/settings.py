"""The project's settings as production has them, on a queue and in a folder of the benchmarks' own."""

import os
import tempfile

VAR_FOLDER = tempfile.TemporaryDirectory(prefix="benchmarks-")
MEASURED_WITH = {
    "VAR_DIR": VAR_FOLDER.name,
    "DEBUG": "false",
    "SECRET_KEY": "a key for benchmarks only",
    "ALLOWED_HOSTS": "testserver",
    "SITE_URL": "http://testserver",
    "EMAIL_URL": "memorymail://",
    "SUPPORT_PHONE": "0120-000-000",
    "STAFF_SECOND_FACTOR": "false",
    "WITHDRAWAL_GRACE_BUSINESS_DAYS": "1",
    "METRICS_TOKEN": "a token for benchmarks only",
}
os.environ.update(MEASURED_WITH)

from config.settings import *  # noqa: E402, F403
from config.settings import LOGGING  # noqa: E402

CELERY_TASK_DEFAULT_QUEUE = "benchmarks"
# Lines are made as in production, and go nowhere.
LOGGING["handlers"]["stderr"]["stream"] = open(os.devnull, "w")  # noqa: SIM115
