"""Something stops, or is full: health, metrics and the heartbeat tell of it, each as far as it can, and of its end."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import Message, Pulse
from tests.chaos.service import Service, database_url, end, free_port, wait_for
from tests.chaos.test_faults import file, members, statuses
from tests.chaos.test_killed import each_is_completed_once, receipts_by_address
from tests.config.test_heartbeat import listening
from tests.source import ROOT
from withdrawals.models import Erasure

TOKEN = "a token for tests only"
SWEEPS = [Pulse.Name.MESSAGES, Pulse.Name.WITHDRAWALS]
LATE = timedelta(minutes=6)
QUICK = "sweep_messages sweep_withdrawals list_erasures"
SILENCE = 4.0  # seconds without a heartbeat, where one comes each second


class Watched:
    """The service on a broker of its own, and what can be heard of it."""

    def __init__(self, service: Service, folder: Path, heartbeat: str, heard: list):
        self.service, self.folder, self.heard, self.redis_port = service, folder, heard, free_port()
        self.named = {"REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0"}
        self.named |= {"HEARTBEAT_URL": heartbeat, "METRICS_TOKEN": TOKEN, "CHAOS_QUICK": QUICK}

    def start_broker(self) -> None:
        named = f"--port {self.redis_port} --bind 127.0.0.1 --appendonly no --dir {self.folder}"
        self.broker = subprocess.Popen(
            ["redis-server", *named.split(), "--save", ""], stdout=subprocess.DEVNULL, start_new_session=True
        )

    def start(self, *names: str, **changed: str) -> None:
        self.service.start(*names, **self.named | changed)

    def stop(self, name: str) -> None:
        end(self.service.running.pop(name))

    def health(self, **changed: str) -> list[str]:
        """What `manage.py health` does not find well. It fails exactly if there is such a thing."""
        command = [sys.executable, "manage.py", "health"]
        environment = self.service.environment(**self.named | changed)
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        unwell = [line.split()[2].rstrip(":") for line in ran.stdout.splitlines() if line.startswith("NOT WELL")]
        assert bool(unwell) == bool(ran.returncode), ran.stderr
        return unwell

    def metrics(self) -> list[str]:
        """The same of a scrape."""
        body = self.get("/metrics", Authorization=f"Bearer {TOKEN}")[1]
        families = text_string_to_metric_families(body.decode())
        samples = [it for family in families for it in family.samples if it.name in ("service_up", "service_well")]
        return [next(iter(it.labels.values())) for it in samples if not it.value]

    def ready(self) -> int:
        return self.get("/readyz")[0]

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        client = http.client.HTTPConnection("127.0.0.1", self.service.port, timeout=30)
        with contextlib.closing(client):
            client.request("GET", path, headers={"Host": "localhost", **headers})
            answer = client.getresponse()
            return answer.status, answer.read()

    def is_heard(self) -> bool:
        """Whether a heartbeat comes within a time in which several would."""
        before, until = len(self.heard), time.monotonic() + 30
        while len(self.heard) < before + 2 and time.monotonic() < until:
            time.sleep(0.1)
        return len(self.heard) >= before + 2

    def falls_silent(self) -> bool:
        """Once what was under way, and what waited for the worker, is done."""
        return wait_for(self.is_silent, seconds=60)

    def is_silent(self) -> bool:
        before = len(self.heard)
        time.sleep(SILENCE)
        return len(self.heard) == before


@pytest.fixture
def watched(service, tmp_path):
    if not shutil.which("redis-server"):
        pytest.skip("there is no redis-server to be stopped")
    with listening() as (heartbeat, heard):
        watched = Watched(service, tmp_path, heartbeat, heard)
        watched.start_broker()
        yield watched
        service.stop()
        end(watched.broker)


@pytest.fixture
def well(watched) -> Watched:
    watched.start("web", "worker", "beat")
    watched.service.wait_until_it_answers()
    wait_for(lambda: watched.health() == [], lambda: time.sleep(1), seconds=90)
    assert watched.is_heard()
    assert (watched.metrics(), watched.ready()) == ([], 200)
    return watched


def as_if_later(*names: Pulse.Name) -> None:
    Pulse.objects.filter(pk__in=names).update(at=F("at") - LATE)


def test_stopped_worker_is_told_of_and_its_return(well, say):
    well.stop("worker")
    assert well.falls_silent()
    as_if_later(*SWEEPS)
    assert well.health() == well.metrics() == ["message_sweep", "withdrawal_sweep"]
    assert well.ready() == 200  # pages go on
    well.start("worker")
    assert well.is_heard()
    wait_for(lambda: well.health() == [], seconds=30)
    say("worker stopped: no heartbeat, two figures, pages went on; all well once it ran")


def test_stopped_beat_is_told_of_and_its_return(well, say):
    well.stop("beat")
    assert well.falls_silent()
    as_if_later(Pulse.Name.BEAT, *SWEEPS)
    assert well.health() == well.metrics() == ["beat", "message_sweep", "withdrawal_sweep"]
    well.start("beat")
    assert well.is_heard()
    wait_for(lambda: well.health() == [], seconds=30)
    say("beat stopped: no heartbeat, three figures; all well once it ran")


def test_stopped_broker_is_told_of_and_its_return(well, say):
    end(well.broker)
    assert well.falls_silent()
    assert (well.health(), well.metrics(), well.ready()) == (["broker"], ["broker"], 503)
    as_if_later(*SWEEPS)
    assert well.health() == ["broker", "message_sweep", "withdrawal_sweep"]
    well.start_broker()
    wait_for(lambda: len(well.heard) and well.is_heard(), well.service.revive, seconds=90)
    wait_for(lambda: well.health() == [], seconds=30)
    say("broker stopped: no heartbeat, `broker` at once; all well once it ran")


class Between:
    """What stands between the service and its database, and can be taken away."""

    def __init__(self, to: tuple[str, int]):
        self.to, self.port, self.open = to, free_port(), []

    def start(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.listen, args=(self.listener,), daemon=True).start()

    def listen(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                one = listener.accept()[0]
                other = socket.create_connection(self.to)
                self.open += [one, other]
                for pair in ((one, other), (other, one)):
                    threading.Thread(target=self.carry, args=pair, daemon=True).start()

    def carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while content := one.recv(65536):
                other.sendall(content)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)

    def stop(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for it in self.open:
            with contextlib.suppress(OSError):
                it.shutdown(socket.SHUT_RDWR)
            it.close()
        self.open = []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file, and no server that stops")
def test_stopped_database_is_told_of_and_its_return(watched, say):
    url = urlsplit(database_url())
    between = Between((url.hostname, url.port or 5432))
    between.start()
    userinfo = url.netloc.rpartition("@")[0]
    watched.named["DATABASE_URL"] = url._replace(netloc=f"{userinfo}@127.0.0.1:{between.port}").geturl()
    watched.start("web", "worker", "beat")
    watched.service.wait_until_it_answers()
    wait_for(lambda: watched.health() == [], lambda: time.sleep(1), seconds=90)
    assert watched.is_heard()
    between.stop()
    assert watched.falls_silent()
    assert (watched.health(), watched.metrics(), watched.ready()) == (["database"], ["database"], 503)
    between.start()
    wait_for(watched.is_heard, watched.service.revive, seconds=90)
    wait_for(lambda: watched.health() == [] and watched.ready() == 200, seconds=60)
    say("database stopped: no heartbeat, `database` at once; all well once it was back")


def test_mail_that_cannot_be_delivered_is_told_of_while_the_heart_beats(well, say):
    well.stop("worker")
    well.start("worker", EMAIL_URL=f"smtp://127.0.0.1:{free_port()}")
    member = members(1)[0]
    owed = timezone.now() - timedelta(minutes=40)
    message = Message.objects.create(kind="accounts/welcome", recipient=member.user, queued_at=owed, try_at=owed)
    wait_for(lambda: Message.objects.get(pk=message.pk).tries)
    Message.objects.filter(pk=message.pk).update(tries=3, try_at=timezone.now() + timedelta(minutes=5))
    assert well.health() == well.metrics() == ["oldest_unsent_message"]
    assert well.is_heard()
    well.stop("worker")
    Message.objects.filter(pk=message.pk).update(try_at=owed, handed_out_at=None)
    well.start("worker")
    wait_for(lambda: Message.objects.get(pk=message.pk).status == "sent")
    assert well.health() == []
    say("mail refused: one figure, the heart beat on; sent and well once the server took it")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of a megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True
    )
    if not mounted or mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_full_disk_is_told_of_and_costs_no_promise(watched, small_disk, say):
    listed = small_disk / "erasures.txt"
    watched.named["ERASURE_LIST"] = str(listed)
    (small_disk / "full").write_bytes(b"x" * 1024**2)
    file(members(1)[0])
    watched.start("web", "worker", "beat")
    watched.service.wait_until_it_answers()
    wait_for(lambda: statuses() == ["completed"])
    wait_for(lambda: watched.health() == ["disk"], lambda: time.sleep(1), seconds=90)
    assert watched.metrics() == ["disk"]
    assert watched.is_heard()
    Erasure.objects.update(erased_at=F("erased_at") - timedelta(hours=1))
    assert watched.health() == ["oldest_unlisted_erasure", "disk"]
    assert receipts_by_address(watched.service) == []
    (small_disk / "full").unlink()
    wait_for(lambda: watched.health() == [], lambda: time.sleep(1), seconds=60)
    assert str(Erasure.objects.get().erasure_id) in listed.read_text()
    wait_for(lambda: len(receipts_by_address(watched.service)) == 1, let_it_be_tried)
    say("disk full: `disk`, then the list; erased in time, and the receipt went once there was room")


def let_it_be_tried() -> None:
    time.sleep(0.5)
    Message.objects.filter(status="queued").update(try_at=timezone.now(), handed_out_at=None)


def test_second_beat_is_harmless(watched, tmp_path, say):
    """Each task is asked for twice, often in the same moment: everything is done once all the same."""
    leaving = members(8)
    for member in leaving:
        file(member)
    other = Service(tmp_path / "other")
    other.folder.mkdir()
    try:
        watched.start("worker", "beat")
        other.start("beat", **watched.named, CHAOS_PREFIX=watched.service.prefix, DATABASE_URL=database_url())
        wait_for(lambda: statuses() == ["completed"] * len(leaving), seconds=90)
        wait_for(lambda: not Message.objects.filter(status="queued").exists(), let_it_be_tried, seconds=90)
        wait_for(lambda: watched.health() == [], lambda: time.sleep(1), seconds=90)
    finally:
        other.stop()
    beats = [
        log.read_text(errors="replace").count("Scheduler: Sending")
        for it in (watched.service, other)
        for log in it.logs["beat"]
    ]
    assert len(beats) == 2
    each_is_completed_once(leaving)
    receipts = Counter(receipts_by_address(watched.service))
    say(f"two beats: {beats} tasks asked for, {len(leaving)} completed once, {sum(receipts.values())} receipts")
    assert set(receipts.values()) == {1}
