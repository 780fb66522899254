"""Has a module of ours make something of what it is given, in a process of its own that is kept within bounds.

A process takes a third of a second. A few run at a time, whoever asks; others wait a little for their turn.
"""

import logging
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore, Timer

log = logging.getLogger(__name__)

HOUSE = Path(__file__).resolve().parents[3]
# Each may take a gigabyte.
AT_ONCE = BoundedSemaphore(min(4, max(2, os.cpu_count() or 1)))
PATIENCE = 10  # seconds to wait for one's turn
# Nothing of the service's own. One thread each: what the kernel grants does not depend on the machine.
ENVIRONMENT = {"LANG": "C.UTF-8", "RAYON_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}


@dataclass(frozen=True)
class Bounds:
    """In bytes, and in seconds: of a processor, and by the clock for one that waits and uses none."""

    seconds: int
    until_ended: float
    memory: int = 1024**3
    answer: int = 64 * 1024**2


class NoAnswer(Exception):
    """It took too much, or failed. Of why nothing is read: it may quote what was typed."""


class NoTurn(Exception):
    """As many are at work as the machine bears, and none was done in time."""


def run(module: str, given: bytes, *arguments: str, bounds: Bounds) -> bytes:
    """What the module says to this. Raises `NoAnswer` or `NoTurn`."""
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise NoTurn
    try:
        return answer(module, given, *arguments, bounds=bounds)
    except OSError as outage:
        raise NoAnswer from outage
    finally:
        AT_ONCE.release()


def answer(module: str, given: bytes, *arguments: str, bounds: Bounds) -> bytes:
    command = [sys.executable, "-B", "-s", "-m", "accounts.files.bounded", str(bounds.memory), str(bounds.seconds)]
    with subprocess.Popen(
        [*command, module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=HOUSE,
        env=ENVIRONMENT,
    ) as process:
        end = Timer(bounds.until_ended, process.kill)
        end.start()
        try:
            made = spoken_with(process, given, most=bounds.answer)
        finally:
            end.cancel()
            process.kill()
    if process.returncode or not 0 < len(made) <= bounds.answer:
        log.warning("no answer from %s, which ended with %s", module, process.returncode)
        raise NoAnswer
    return made


def spoken_with(process: subprocess.Popen[bytes], given: bytes, *, most: int) -> bytes:
    """It hears all, and answers then: whoever does otherwise is ended by the clock, or for saying too much."""
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError), process.stdin as hears:
        hears.write(given)
    made = process.stdout.read(most + 1)
    if len(made) > most:
        process.kill()
    process.wait()
    return made
