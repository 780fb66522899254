import os

from django.core.wsgi import get_wsgi_application

from config.environment import Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
except Refused as refusal:  # gunicorn replaces a worker that only exits, for ever
    raise RuntimeError(str(refusal)) from None
