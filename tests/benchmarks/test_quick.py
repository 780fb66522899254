"""The benchmarks run at HEAD, whatever columns and tables were added: with a handful of members, for form only."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from tests.source import ROOT

TINY = ["--quick", "--members", "300,600", "--postings", "600", "--share", "0.01", "--slack", "1000"]


@pytest.fixture
def run():
    asked = [sys.executable, "-m", "benchmarks", *TINY]
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    return subprocess.run(asked, env=environment, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the benchmarks need PostgreSQL")
def test_benchmarks_run_and_both_sides_come_to_the_same(run):
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "Every goal is met."), run.stdout + run.stderr
