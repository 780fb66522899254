"""Has a sheet drawn, or a photo cut, by a process of its own: what is typed and uploaded is never read by the service.

A process takes a third of a second. A few run at a time; whoever comes besides waits a little, and is then told so.
"""

import base64
import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Literal

from django.conf import settings

from config.typed import Typed
from support.resume.refusals import NotAPhoto, PressBusy, PressFailed

log = logging.getLogger(__name__)

AT_A_TIME = BoundedSemaphore(os.cpu_count() or 2)
PATIENCE = 10  # seconds to wait for one's turn
SECONDS = 15  # until a process is ended that the kernel has not ended: one that waits uses no time of its own
# One thread each, so that what the kernel grants does not depend on the machine.
ENVIRONMENT = {
    "PYTHONPATH": str(settings.BASE_DIR),
    "PYTHONDONTWRITEBYTECODE": "1",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


@dataclass(frozen=True)
class Printed:
    """A PDF, or a picture of its pages, and how many there are."""

    content: bytes
    pages: int


def print_sheet(
    sheet: str, said: Typed, *, photo: bytes | None, at: datetime, as_what: Literal["pdf", "png"] = "pdf"
) -> Printed:
    """The sheet as a PDF, of this moment, or its pages as one picture. The same is always the same, byte for byte.

    Raises `PressFailed` or `PressBusy`."""
    order = {
        "sheet": sheet,
        "said": said,
        "photo": base64.b64encode(photo).decode() if photo else None,
        "as": as_what,
        "at": int(at.timestamp()),
    }
    drawn = run("support.resume.press", json.dumps(order).encode())
    if drawn is None:
        log.error("a sheet was not drawn: %s", sheet)
        raise PressFailed
    pages, _, content = drawn.partition(b"\n")
    return Printed(content, int(pages))


def cut_photo(upload: bytes) -> bytes:
    """Raises `NotAPhoto`, and `PressBusy`."""
    cut = run("support.resume.photo", upload)
    if cut is None:
        raise NotAPhoto
    return cut


def run(module: str, given: bytes) -> bytes | None:
    """What a module of ours makes of it within bounds, or None. What it says of an error may quote what was typed."""
    if not AT_A_TIME.acquire(timeout=PATIENCE):
        raise PressBusy
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "support.resume.bounded", module],
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd=settings.BASE_DIR,
            timeout=SECONDS,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    finally:
        AT_A_TIME.release()
    return done.stdout if done.returncode == 0 and done.stdout else None
