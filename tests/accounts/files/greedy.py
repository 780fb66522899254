"""A module that wants what it may not have, one thing each time, and says what came of it (`test_bounded.py`)."""

import os
import socket
import sys
import time
from pathlib import Path


def memory(_given: str) -> object:
    return len(bytearray(512 * 1024**2))


def processor(_given: str) -> object:
    while True:
        pass


def clock(_given: str) -> object:
    time.sleep(60)
    return "slept"


def connection(address: str) -> object:
    return socket.create_connection(("127.0.0.1", int(address)), timeout=5).getpeername()


def read(path: str) -> object:
    return Path(path).read_text()[:20]


def write(path: str) -> object:
    return os.write(os.open(path, os.O_CREAT | os.O_WRONLY), b"x")


def remove(path: str) -> object:
    return Path(path).unlink()


def grow(_given: str) -> object:
    """A file of no folder, and so one that may be opened."""
    return os.write(os.memfd_create("x"), b"x")


def answer(length: str) -> object:
    return "x" * int(length)


def environment(_given: str) -> object:
    return sorted(os.environ)


def failure(_given: str) -> object:
    sys.exit(1)


def halfway(_given: str) -> object:
    print("half", flush=True)
    sys.exit(1)


if __name__ == "__main__":
    try:
        said = globals()[sys.argv[1]](sys.stdin.read())
    except (MemoryError, OSError) as refusal:
        said = type(refusal).__name__
    print(said, end="")
