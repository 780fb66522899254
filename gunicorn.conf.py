"""Read by gunicorn before it starts a worker."""

import os
import sys

from django.conf import settings

from config.environment import Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# A setting that is refused ends gunicorn here in one line; in a worker it would be told with a traceback.
try:
    settings.INSTALLED_APPS  # noqa: B018  whichever is asked for, all are read
except Refused as refusal:
    sys.exit(str(refusal))
