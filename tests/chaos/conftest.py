"""Attacks are bounded: `CHAOS_ROUNDS` (8) times `CHAOS_LOAD` (25) requests. `CHAOS_SEED` repeats a run's choices."""

import os
import random
import time

import pytest

from tests.chaos.service import Service

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "8"))
LOAD = int(os.environ.get("CHAOS_LOAD", "25"))
SEED = int(os.environ.get("CHAOS_SEED", time.time_ns() % 10**6))


@pytest.fixture
def service(transactional_db, tmp_path):
    """The service's folder and port; a test starts the processes it wants, and all are gone after it."""
    random.seed(SEED)
    service = Service(tmp_path)
    yield service
    service.stop()
    service.flush_broker()


@pytest.fixture
def say(capsys):
    """Print a line of figures, whatever pytest captures."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return say
