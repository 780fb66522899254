"""The whole service as processes of this machine: web, worker and beat on the test's database, and how they die."""

import contextlib
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import uuid
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

from tests.source import ROOT

COMMANDS = {
    "web": "-m gunicorn config.wsgi --bind 127.0.0.1:{port} --workers 1 --threads 4",
    "worker": "-m celery -A config worker --pool prefork --concurrency 2 --without-gossip --without-mingle",
    "beat": "-m celery -A config beat",
}
TOKEN = "c" * 32


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    """The test's own database, for another process."""
    it = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{it['NAME']}"
    user = urllib.parse.quote(f"{it['USER']}:{it['PASSWORD']}", safe=":")
    return f"postgres://{user}@{it['HOST']}:{it['PORT']}/{it['NAME']}"


class Service:
    """Starts, kills and asks its processes. Everything they write is under `folder`."""

    def __init__(self, folder: Path):
        self.folder, self.port, self.prefix = folder, free_port(), f"chaos-{uuid.uuid4().hex}:"
        self.running: dict[str, subprocess.Popen] = {}
        self.logs: dict[str, list[Path]] = {name: [] for name in COMMANDS}
        self.kills = self.flushes = 0

    def environment(self, **changed: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.REDIS_URL,
            "CHAOS_PREFIX": self.prefix,
            "DEBUG": "true",
            "SECRET_KEY": "a key for tests only",
            "SITE_URL": "http://localhost",
            "ALLOWED_HOSTS": "localhost",
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "TRUSTED_PROXY_COUNT": "1",
            "WITHDRAWAL_GRACE_BUSINESS_DAYS": "0",
            **changed,
        }

    def start(self, *names: str, **changed: str) -> None:
        for name in names:
            command = [sys.executable, *COMMANDS[name].format(port=self.port).split()]
            self.logs[name].append(self.folder / f"{name}-{len(self.logs[name]) + 1}.log")
            with self.logs[name][-1].open("wb") as log:
                self.running[name] = subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=self.environment(**changed),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )

    def stop(self) -> None:
        for process in self.running.values():
            end(process)

    # How they die

    def kill_worker(self) -> None:
        """The worker with all its children, and a new one in its place."""
        end(self.running["worker"])
        self.kills += 1
        self.start("worker")

    def kill_child(self) -> None:
        """One process of the worker's pool, at some moment after it has begun to work; the worker replaces it."""
        wait_for(self.works, self.revive)
        time.sleep(random.uniform(0, 0.8))
        children = wait_for(lambda: children_of(self.running["worker"].pid), self.revive)
        with contextlib.suppress(ProcessLookupError):
            os.kill(random.choice(children), signal.SIGKILL)
            self.kills += 1

    def works(self) -> bool:
        """Whether the worker that runs now has got ready."""
        return " ready." in self.logs["worker"][-1].read_text(errors="replace")

    def revive(self) -> None:
        """Start again what has ended by itself, as whoever runs a service has it done."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.start(name)

    def flush_broker(self) -> None:
        """Every message is lost: those that wait, and those that were handed out and not yet answered for."""
        if settings.REDIS_URL:
            with redis.Redis.from_url(settings.REDIS_URL) as client:
                for key in client.scan_iter(f"{self.prefix}*"):
                    client.delete(key)
        else:
            for message in (self.folder / "broker" / "queue").glob("*.msg"):
                message.unlink(missing_ok=True)
        self.flushes += 1

    # What it is asked, and what it has sent

    def wait_until_it_answers(self) -> None:
        wait_for(self.answers)

    def answers(self) -> bool:
        with contextlib.suppress(OSError):
            return self.ask("GET", "/healthz") == 200
        return False

    def withdraw(self, number: int, *, email: str, phone: str) -> int:
        """Send the form as the browser of somebody somewhere; the status of the answer."""
        typed = {"email": email, "phone": phone, "reason": "", "comment": "", "csrfmiddlewaretoken": TOKEN}
        return self.ask("POST", "/withdraw/", typed, source=f"10.0.{number // 250}.{number % 250 + 1}")

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None, source: str = "10.1.1.1") -> int:
        headers = {
            "Host": "localhost",
            "X-Forwarded-For": source,
            "Cookie": f"csrftoken={TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            client.request(method, path, urllib.parse.urlencode(typed or {}), headers)
            return client.getresponse().status
        finally:
            client.close()

    def mails(self) -> list[str]:
        """Every mail that went out, as text."""
        return [
            mail
            for file in sorted((self.folder / "mail").glob("*"))
            for mail in file.read_text(errors="replace").split("-" * 79)
            if mail.strip()
        ]

    def cut_short(self) -> int:
        """How many times a task was received and not finished."""
        log = "".join(path.read_text(errors="replace") for path in self.logs["worker"])
        return log.count("] received") - log.count("] succeeded")

    def last_said(self) -> str:
        """The end of what the worker that runs now has logged."""
        return self.logs["worker"][-1].read_text(errors="replace")[-5000:]

    def written(self) -> str:
        """All that is left in its folder but mails and the database: logs, messages, schedules."""
        files = [path for path in self.folder.rglob("*") if path.is_file() and path.parent.name != "mail"]
        return "\n".join(path.read_bytes().decode(errors="replace") for path in files if "sqlite3" not in path.name)


def wait_for(what: Callable, meanwhile: Callable = lambda: None, *, seconds: float = 60):
    """What `what` gives, as soon as that is something."""
    until = time.monotonic() + seconds
    while not (given := what()):
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(0.05)
        meanwhile()
    return given


def end(process: subprocess.Popen) -> None:
    """SIGKILL, for it and its children: nobody can clean up."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return [int(child) for child, parent in pairs if parent == str(pid)]
