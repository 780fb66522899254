"""Somebody outside hears of each sweep of the withdrawals that went well, of nothing else, and holds up nobody."""

import http.server
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import Pulse
from accounts.tasks import sweep_messages
from config import heartbeat
from tests.factories import WithdrawalRequestFactory
from withdrawals.tasks import sweep_withdrawals


@contextmanager
def listening(status: int = 200, *, slow: float = 0, to: str = ""):
    """A server that answers so, and the requests it has heard."""
    heard, asleep = [], threading.Event()

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append((self.path, dict(self.headers)))
            asleep.wait(slow)
            self.send_response(status)
            if to:
                self.send_header("Location", to)
            self.end_headers()

        def log_message(self, *args) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", heard
        finally:
            asleep.set()
            server.shutdown()


def wait_for_silence() -> None:
    """Until no call is under way."""
    assert heartbeat.calling.acquire(timeout=10)
    heartbeat.calling.release()


@pytest.fixture
def sweep(worker):
    def sweep() -> None:
        sweep_withdrawals.delay()
        worker()

    yield sweep
    wait_for_silence()


def test_each_sweep_that_went_well_is_heard_and_says_nothing(sweep, settings):
    WithdrawalRequestFactory(status="received")
    with listening() as (base, heard):
        settings.HEARTBEAT_URL = f"{base}/ping/3f2c?by=service"
        sweep()
        wait_for_silence()
        sweep()
        wait_for_silence()
    assert [path for path, _headers in heard] == ["/ping/3f2c?by=service"] * 2
    assert {name for _path, headers in heard for name in headers} == {"Host", "Accept-Encoding"}


def test_sweep_that_fails_is_not_heard(db, settings, monkeypatch):
    monkeypatch.setattr("withdrawals.tasks.claim_due", lambda **when: 1 / 0)
    with listening() as (settings.HEARTBEAT_URL, heard):
        assert sweep_withdrawals.apply().failed()
        wait_for_silence()
    assert heard == []


def test_sweep_whose_pulse_is_not_stored_is_not_heard(db, settings, monkeypatch):
    monkeypatch.setattr(Pulse, "beats", lambda *args, **when: 1 / 0)
    with listening() as (settings.HEARTBEAT_URL, heard):
        with pytest.raises(ZeroDivisionError):
            sweep_withdrawals.apply()
        wait_for_silence()
    assert heard == []


def test_no_other_task_is_heard(db, settings):
    with listening() as (settings.HEARTBEAT_URL, heard):
        assert sweep_messages.apply().successful()
        wait_for_silence()
    assert heard == []


def test_nobody_is_called_where_none_is_named(sweep, settings, log):
    settings.HEARTBEAT_URL = ""
    sweep()
    wait_for_silence()
    assert [line["says"] for line in log.lines() if "heartbeat" in line["says"]] == []


def test_redirect_is_not_followed(sweep, settings, log):
    with listening() as (elsewhere, heard_elsewhere), listening(302, to=elsewhere) as (settings.HEARTBEAT_URL, heard):
        sweep()
        wait_for_silence()
    assert (len(heard), heard_elsewhere) == (1, [])
    assert [line["status"] for line in log.lines() if line["says"] == "heartbeat refused"] == [302]


@pytest.mark.django_db(transaction=True)
def test_slow_server_holds_up_no_sweep_and_takes_one_thread(settings, monkeypatch):
    began_in = []
    beat = heartbeat.beat
    monkeypatch.setattr(heartbeat, "beat", lambda: (began_in.append(connection.in_atomic_block), beat()))
    with listening(slow=20) as (settings.HEARTBEAT_URL, heard):
        began, threads = time.monotonic(), threading.active_count()
        for _ in range(5):
            assert sweep_withdrawals.apply().successful()
        assert time.monotonic() - began < 4
        assert threading.active_count() <= threads + 2  # one of ours, and one of the server's
    wait_for_silence()
    assert began_in == [False] * 5
    assert len(heard) <= 1


def test_server_that_hangs_is_given_up(settings, monkeypatch, log):
    monkeypatch.setattr(heartbeat, "TIMEOUT", 0.1)
    with listening(slow=20) as (settings.HEARTBEAT_URL, _heard):
        heartbeat.beat()
        wait_for_silence()
    assert [line["says"] for line in log.lines()] == ["heartbeat not heard: TimeoutError"]


def test_server_that_is_not_there_is_told_of_without_its_address(sweep, settings, log, refusing):
    settings.HEARTBEAT_URL = refusing.replace("redis://", "http://") + "/a-secret-path"
    sweep()
    wait_for_silence()
    assert "heartbeat not heard: ConnectionRefusedError" in [line["says"] for line in log.lines()]
    assert "a-secret-path" not in log.getvalue()


def test_server_that_speaks_otherwise_is_told_of(settings, log):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.getsockname()[1]}/"
        heartbeat.beat()
        peer, _address = server.accept()
        with peer:
            peer.recv(1024)
            peer.send(b"hello there")
        wait_for_silence()
    settings.HEARTBEAT_URL = f"http://{'a' * 64}.example/"  # longer than a name can be
    heartbeat.beat()
    wait_for_silence()
    assert [line["says"] for line in log.lines()] == [
        "heartbeat not heard: BadStatusLine",
        "heartbeat not heard: UnicodeError",
    ]


@pytest.mark.parametrize("address", ["ftp://example.jp/", "example.jp/ping", "https://", "https://ex ample.jp/"])
def test_address_that_is_none_is_refused_without_being_shown(settings_of, address):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(HEARTBEAT_URL=address)
    assert str(refused.value).startswith("HEARTBEAT_URL cannot be used.")
