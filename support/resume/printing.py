"""Has a sheet drawn, or a photo cut, within bounds: what is typed and uploaded is never read by the service itself."""

import base64
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from accounts.files.bounded.running import Bounds, NoAnswer, NoTurn, run
from config.typed import Typed
from support.resume.refusals import NotAPhoto, PressBusy, PressFailed

log = logging.getLogger(__name__)

BOUNDS = Bounds(seconds=8, until_ended=15)


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
    try:
        drawn = run("support.resume.press", json.dumps(order).encode(), bounds=BOUNDS)
    except NoTurn as refusal:
        raise PressBusy from refusal
    except NoAnswer as refusal:
        log.error("a sheet was not drawn: %s", sheet)
        raise PressFailed from refusal
    pages, _, content = drawn.partition(b"\n")
    return Printed(content, int(pages))


def cut_photo(upload: bytes) -> bytes:
    """Raises `NotAPhoto`, and `PressBusy`."""
    try:
        return run("support.resume.photo", upload, bounds=BOUNDS)
    except NoTurn as refusal:
        raise PressBusy from refusal
    except NoAnswer as refusal:
        raise NotAPhoto from refusal
