"""What is kept of an uploaded file: it is opened in a process of its own, within limits of time and memory."""

import json
import re
import unicodedata
from dataclasses import dataclass

from accounts.files.bounded.running import Bounds, NoAnswer, NoTurn, run
from support.documents.refusals import NOT_FIT, Busy, Infected, NotFit, TooHeavy
from support.documents.scanning import Found, NotScanned, is_scanning, scan

LARGEST = 10 * 1024 * 1024
BOUNDS = Bounds(seconds=15, until_ended=30)
ENDINGS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
}
LONGEST_NAME = 80
# What a name may end in, however often: the true ending is added.
AN_ENDING = re.compile(
    r"(\.(pdf|doc[xm]?|dot[xm]?|xls[xmb]?|jpe?g|png|gif|heic|html?|svg|zip|exe|com|scr|bat|cmd|js|vbs|ps1|hta|lnk|msi))+$",
    re.IGNORECASE,
)
NOT_IN_A_NAME = re.compile(r"""[\\/:*?"<>|'`;%$&]""")


@dataclass(frozen=True)
class Fit:
    """A file as it may be kept. `pages` of it can be drawn; `is_scanned` if the scanner has found nothing in it."""

    content: bytes
    content_type: str
    name: str
    pages: int = 0
    is_scanned: bool = False


def judged(content: bytes, name: str) -> Fit:
    """What is kept of it, written anew, under a name that says truly what it is. Raises `NotFit`."""
    content_type, pages, made = apart("judge", content)
    if len(made) > LARGEST * 2:
        raise TooHeavy
    return Fit(made, content_type, safe_name(name, content_type), pages, is_scanned=is_clean(made))


def judged_as(content: bytes, name: str) -> tuple[bytes, str, str, bool] | None:
    """The same as content, kind, name and whether it is scanned, for who knows this room by the settings only.

    None if so many are being read that this one has to wait. Raises a `Refusal`, whose sentence says what to do.
    """
    try:
        fit = judged(content, name)
    except Busy:
        return None
    return fit.content, fit.content_type, fit.name, fit.is_scanned


def drawn(content: bytes, number: int) -> bytes:
    """A page as a PNG. Raises `NotFit`."""
    _content_type, _pages, picture = apart("draw", content, str(number))
    return picture


def is_clean(content: bytes) -> bool:
    """Whether the scanner has found nothing; not, if there is none that answers now. Raises `Infected`."""
    if not is_scanning():
        return False
    try:
        scan(content)
    except Found as found:
        raise Infected from found
    except NotScanned:
        return False
    return True


def apart(task: str, content: bytes, *numbers: str) -> tuple[str, int, bytes]:
    """The kind, the pages and the content of what a process of its own has made of a file. Raises `NotFit`."""
    try:
        answer = run("support.documents.apart", content, task, *numbers, bounds=BOUNDS)
    except NoTurn as refusal:
        raise Busy from refusal
    except NoAnswer as refusal:
        raise TooHeavy from refusal
    line, _, made = answer.partition(b"\n")
    said = json.loads(line)
    if "refused" in said:
        raise NOT_FIT.get(said["refused"], NotFit)
    return said["content_type"], int(said["pages"]), made


def safe_name(name: str, content_type: str) -> str:
    """As somebody called it, without what could lead or show elsewhere, and ending in what it is."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    stem = NOT_IN_A_NAME.sub("_", AN_ENDING.sub("", seen)).strip(" ._")[:LONGEST_NAME]
    return (stem or "document") + ENDINGS[content_type]
