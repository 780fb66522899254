import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["config.typed", "docs.mails", "docs.states"])
def test_what_is_imported_before_the_apps_loads_no_model(module):
    """`make mails` and `make states` set Django up themselves, after their imports."""
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
