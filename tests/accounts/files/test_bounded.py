"""What a process within bounds may not have: each rule by a module that tries, run as the rooms run theirs."""

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from accounts.files.bounded import kernel, running
from accounts.files.bounded.running import Bounds, NoAnswer, NoTurn
from tests import source

LIKES = Bounds(seconds=20, until_ended=30)
of_landlock = pytest.mark.skipif(not kernel.landlock(), reason="this kernel keeps no rules of files")


def tried(what: str, given: str | Path = "", bounds: Bounds = LIKES) -> str:
    return running.run("tests.accounts.files.greedy", str(given).encode(), what, bounds=bounds).decode()


def test_it_answers_and_is_given_nothing_of_the_service(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "secret")
    assert tried("answer", "3") == "xxx"
    assert tried("environment") == str(sorted(running.ENVIRONMENT))


def test_memory_has_an_end():
    assert tried("memory") == str(512 * 1024**2)
    assert tried("memory", bounds=replace(LIKES, memory=400 * 1024**2)) == "MemoryError"


@pytest.mark.parametrize(
    ("what", "bounds"),
    [("processor", Bounds(seconds=1, until_ended=60)), ("clock", Bounds(seconds=60, until_ended=1))],
)
def test_time_has_an_end_of_a_processor_and_by_the_clock(what, bounds):
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        tried(what, bounds=bounds)
    assert time.monotonic() - began < 30


def test_nothing_is_connected_to():
    with socket.create_server(("127.0.0.1", 0)) as door:
        assert tried("connection", str(door.getsockname()[1])) == "PermissionError"


@of_landlock
def test_nothing_is_read_but_its_own_app(settings, tmp_path):
    (tmp_path / "stored").write_text("somebody's")
    assert tried("read", source.ROOT / "tests/accounts/files/greedy.py") == '"""A module that wan'
    elsewhere = [tmp_path / "stored", source.ROOT / "pyproject.toml", source.ROOT / "config/settings.py", "/etc/passwd"]
    elsewhere += ["/proc/self/environ"]
    assert [tried("read", path) for path in elsewhere] == ["PermissionError"] * 5


@of_landlock
def test_nothing_is_made_or_removed(tmp_path):
    (tmp_path / "stored").write_text("somebody's")
    made = source.ROOT / "tests/accounts/files/made"
    assert [tried("write", path) for path in (tmp_path / "made", made)] == ["PermissionError"] * 2
    assert tried("remove", tmp_path / "stored") == "PermissionError"
    assert ([path.name for path in tmp_path.iterdir()], made.exists()) == (["stored"], False)


def test_no_file_grows():
    assert tried("grow") == "OSError"


def test_answer_has_an_end():
    bounds = replace(LIKES, answer=1000)
    assert len(tried("answer", "1000", bounds=bounds)) == 1000
    with pytest.raises(NoAnswer):
        tried("answer", "1001", bounds=bounds)


def test_who_says_far_too_much_is_ended_at_once():
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        tried("answer", str(1024**2), bounds=Bounds(seconds=20, until_ended=60, answer=1000))
    assert time.monotonic() - began < 30


def test_nothing_goes_on_once_it_has_answered():
    tried("answer", "1", bounds=Bounds(seconds=20, until_ended=60))
    assert not [it for it in threading.enumerate() if isinstance(it, threading.Timer) and not it.finished.is_set()]


class Interrupted(Exception):
    pass


def test_nothing_goes_on_for_whoever_was_interrupted_as_they_waited():
    def interrupt(*_signal):
        raise Interrupted

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    began = time.monotonic()
    try:
        with pytest.raises(Interrupted):
            tried("clock", bounds=Bounds(seconds=60, until_ended=60))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize(("what", "given"), [("failure", ""), ("halfway", ""), ("answer", "0"), ("nothing_known", "")])
def test_what_fails_or_says_nothing_is_no_answer(what, given):
    with pytest.raises(NoAnswer):
        tried(what, given)


@pytest.mark.parametrize(
    ("what", "bounds", "ended"), [("failure", LIKES, 1), ("clock", Bounds(seconds=60, until_ended=0.2), -9)]
)
def test_log_says_how_it_ended_and_nothing_of_what_was_given(what, bounds, ended, caplog):
    with pytest.raises(NoAnswer):
        tried(what, "somebody's", bounds=bounds)
    assert caplog.messages == [f"no answer from tests.accounts.files.greedy, which ended with {ended}"]


def test_who_comes_while_all_are_at_work_waits_a_little_and_has_no_turn(monkeypatch):
    monkeypatch.setattr(running, "PATIENCE", 0.01)
    held = [running.AT_ONCE.acquire() for _ in range(running.AT_ONCE._initial_value)]
    try:
        with pytest.raises(NoTurn):
            tried("answer", "1")
    finally:
        for _ in held:
            running.AT_ONCE.release()
    assert tried("answer", "1") == "x"


def test_turn_is_given_back_however_it_ends():
    with ThreadPoolExecutor(6) as threads:
        asked = [threads.submit(tried, what, "1") for what in ("failure", "answer") * 6]
    assert sum(it.exception() is None for it in asked) == 6
    assert running.AT_ONCE._value == running.AT_ONCE._initial_value
