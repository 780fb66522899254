import io
import json
import logging
import runpy
import socket

import pytest

from config.logs import JsonFormatter
from tests.settings import TESTED_WITH
from tests.source import ROOT

SERVERS = ("DATABASE_URL", "REDIS_URL", "DATABASE_POOL", "PGBOUNCER", "DEFAULT_FROM_EMAIL", "PORT")


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """The settings that an environment gives, nothing else being set."""

    def load(**environment: str) -> dict:
        for name in (*TESTED_WITH, *SERVERS):
            monkeypatch.setenv(name, "")
        monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "config/settings.py"))

    return load


class Log(io.StringIO):
    """What has been logged, as it is written in production."""

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log():
    handler = logging.StreamHandler(Log())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield handler.stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def refusing() -> str:
    """The address of a Redis that is not there: nobody listens on its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def hanging():
    """The address of a Redis that takes the connection and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
