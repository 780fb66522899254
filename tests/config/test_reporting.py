"""What Sentry is told of a failure: what the log says, and nothing that anybody typed, wherever it stood."""

import gzip
import http.server
import json
import logging
import os
import subprocess
import sys
import threading

import pytest
import sentry_sdk
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from django.urls import path
from sentry_sdk.transport import Transport

from accounts.models import User
from config import reporting, urls
from config.celery import task
from config.refusals import Refusal
from tests.source import ROOT

MARKER = "himitsu-0719"
DSN = "http://key@127.0.0.1:9/1"


def broken(request, token):
    mine = other = MARKER
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [mine])
        cursor.execute(f"SELECT '{other}'")
    sentry_sdk.add_breadcrumb(message=MARKER, data={"q": MARKER})
    sentry_sdk.set_user({"email": MARKER})
    sentry_sdk.set_tag("typed", MARKER)
    sentry_sdk.set_context("typed", {MARKER: MARKER})
    sentry_sdk.get_current_scope().add_attachment(bytes=MARKER.encode(), filename="typed.txt")
    try:
        raise KeyError(MARKER)
    except KeyError:
        raise ValueError(f"{token} {request.POST}") from None


def breaks_a_rule(request, token):
    with transaction.atomic():
        User.objects.create(email=f"{MARKER}@example.com")
        User.objects.create(email=f"{MARKER}@example.com")


@task()
def fails(typed: str) -> None:
    raise RuntimeError(typed)


urlpatterns = [
    *urls.urlpatterns,
    path("broken/<token>/", login_not_required(broken)),
    path("rule/<token>/", login_not_required(breaks_a_rule)),
]


class Sent(Transport):
    """What would go to the server, byte for byte."""

    envelopes: list[bytes] = []

    def capture_envelope(self, envelope) -> None:
        self.envelopes.append(envelope.serialize())


@pytest.fixture
def sent(monkeypatch):
    monkeypatch.setattr(Sent, "envelopes", [])
    reporting.begin(DSN, transport=Sent)
    with sentry_sdk.isolation_scope():
        yield Sent.envelopes
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


@pytest.fixture
def visitor(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def events(sent: list[bytes]) -> list[dict]:
    lines = [line for envelope in sent for line in envelope.splitlines()]
    return [it for it in map(json.loads, lines) if "level" in it]


@pytest.mark.django_db
def test_failed_request_is_told_by_class_place_and_route(visitor, sent):
    visitor.cookies["typed"] = MARKER
    headers = {"referer": f"http://x/{MARKER}", "x-typed": MARKER, "user-agent": MARKER, "authorization": MARKER}
    answer = visitor.post(f"/broken/{MARKER}/?q={MARKER}", {"comment": MARKER}, headers=headers)
    assert answer.status_code == 500
    (event,) = events(sent)
    (error,) = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "")
    assert error["stacktrace"]["frames"][-1]["function"] == "broken"
    assert error["stacktrace"]["frames"][-1]["filename"] == "tests/config/test_reporting.py"
    ours = {it["filename"].partition("/")[0]: it["in_app"] for it in error["stacktrace"]["frames"]}
    assert ours == {"django": False, "tests": True}
    assert not reporting.is_ours(json.__file__)
    assert (event["transaction"], event["tags"]) == ("broken/<token>/", {"route": "broken/<token>/", "status": "500"})
    assert event["logentry"] == {"message": "Internal Server Error"}
    assert all(MARKER.encode() not in envelope for envelope in sent)


@pytest.mark.django_db
def test_rule_of_the_database_is_told_without_what_broke_it(visitor, sent):
    visitor.post(f"/rule/{MARKER}/")
    (event,) = events(sent)
    assert event["exception"]["values"][0]["type"] == "IntegrityError"
    assert all(MARKER.encode() not in envelope for envelope in sent)


def test_failed_task_is_told_by_its_name(sent, db):
    fails.apply(args=(MARKER,), kwargs={})
    (event,) = events(sent)
    assert event["transaction"] == fails.name
    assert event["exception"]["values"][0]["type"] == "RuntimeError"
    assert all(MARKER.encode() not in envelope for envelope in sent)


def test_line_of_a_library_is_told_without_its_values(sent):
    logging.getLogger("somebody.else").error("typed: %s", MARKER, extra={"typed": MARKER})
    logging.getLogger("accounts.some").error("message not sent", extra={"id": 12, "typed": MARKER})
    first, second = events(sent)
    assert first["logentry"] == {"message": "typed: %s"}
    assert (second["logentry"], second["tags"]) == ({"message": "message not sent"}, {"id": "12"})
    assert all(MARKER.encode() not in envelope for envelope in sent)


def test_what_is_no_failure_is_not_told(sent, visitor, db):
    logging.getLogger("accounts.some").warning(MARKER)
    visitor.get("/healthz")
    sentry_sdk.capture_message(MARKER)
    with sentry_sdk.start_transaction(name=MARKER):
        pass
    assert all(MARKER.encode() not in envelope for envelope in sent)
    assert [event.get("logentry") for event in events(sent)] == [None]


def test_refusal_of_ours_is_told_in_its_own_words():
    said = reporting.of_error(Refusal("a sentence of ours"))
    assert said["value"] == "a sentence of ours"


def test_every_failure_that_ends_a_process_goes_the_same_way(db):
    """As in production: through the settings, the network and the client's own end."""
    heard = []
    server = listening(heard)
    script = f"import django; django.setup(); typed = '{MARKER}'; raise ValueError(typed)"
    named = {"DJANGO_SETTINGS_MODULE": "config.settings", "SENTRY_DSN": f"http://key@127.0.0.1:{server.server_port}/1"}
    environment = {**os.environ, **named, "DATABASE_URL": "", "REDIS_URL": ""}
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, timeout=60)
    server.shutdown()
    told = b"".join(heard)
    assert b'"ValueError"' in told
    assert MARKER.encode() not in told


def test_what_is_not_as_sentry_shows_it_is_refused_without_being_shown(settings_of):
    for wrong in ("https://sentry.example.jp/1", "https://key@sentry.example.jp/project", "key@example.jp/1"):
        with pytest.raises(ImproperlyConfigured) as refused:
            settings_of(SENTRY_DSN=wrong)
        assert str(refused.value).startswith("SENTRY_DSN cannot be used.")


def listening(heard: list[bytes]) -> http.server.ThreadingHTTPServer:
    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
            heard.append(str(self.headers).encode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
