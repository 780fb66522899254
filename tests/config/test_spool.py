"""The folder that stands in for a broker: a message is in it whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def queue(folder):
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }

    # A name of its own: kombu remembers for the whole process which queues it has bound.
    def connect():
        return Connection("filesystem://", transport_options=options).SimpleQueue(folder.name)

    return connect


def drained(queue) -> list:
    received = []
    try:
        while True:
            message = queue.get(block=False)
            message.ack()
            received.append(message.payload)
    except Empty:
        return received


def test_messages_come_out_in_the_order_they_went_in(queue):
    for number in range(5):
        queue().put({"id": number})
    assert drained(queue()) == [{"id": number} for number in range(5)]
    assert drained(queue()) == []


def test_message_half_written_is_not_read(queue, folder):
    queue().put({"id": 1})
    (whole,) = (folder / "queue").iterdir()
    (folder / "queue" / f"{whole.name}.part").write_text(whole.read_text()[:20])
    assert drained(queue()) == [{"id": 1}]


def test_message_appears_only_when_it_is_whole(queue, folder, monkeypatch):
    def power_cut(*args):
        raise OSError

    monkeypatch.setattr("os.replace", power_cut)
    with pytest.raises(OSError):
        queue().put({"id": 1})
    assert drained(queue()) == []


def test_many_writers_and_a_reader_lose_nothing(queue):
    def write(writer: int) -> None:
        mine = queue()
        for number in range(50):
            mine.put({"id": writer * 50 + number})

    reader, received = queue(), []
    with ThreadPoolExecutor(4) as pool:
        written = [pool.submit(write, writer) for writer in range(4)]
        while not all(task.done() for task in written):
            received += drained(reader)
    received += drained(reader)
    assert sorted(message["id"] for message in received) == list(range(200))
