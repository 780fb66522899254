import os
import subprocess
import sys

from tests.source import ROOT


def test_process_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"process": "ok"})


def test_ready_when_database_and_broker_answer(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok"})
    assert "no-store" in response.headers["Cache-Control"]


SCRIPT = """
import django
django.setup()
from django.test import Client
response = Client().get("/readyz")
print(response.status_code, response.json())
"""


def test_not_ready_when_nothing_answers(refusing):
    nowhere = {"DATABASE_URL": "sqlite:////not/there/db.sqlite3", "REDIS_URL": refusing}
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", **nowhere}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=os.environ | named, cwd=ROOT, capture_output=True, text=True
    )
    assert ran.stdout == "503 {'database': 'down', 'broker': 'down'}\n", ran.stderr[-2000:]
