from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """The folder of the files, empty."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path
