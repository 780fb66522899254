"""Room on the disks of this machine that something is written to: what is full loses uploads, mails and messages."""

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from config.figures import Room, told_as

LEAST, ENOUGH_BYTES, ENOUGH_FILES = 0.1, 10 * 1024**3, 100_000


@told_as(
    _("Room on the disk"),
    help=_("Make room before it is full: no upload, no mail and no message can then be kept. See what has grown."),
)
def fullest_disk(*, now: datetime) -> Room:
    """Of the disk with the least room beside what it needs; a tenth, or ten gigabytes where that is less."""
    return min((room for folder in folders() for room in rooms(folder)), key=margin)


def folders() -> set[Path]:
    """Where this process writes, or would: a folder that is not made yet is made on its parent's disk."""
    uploads = [] if settings.FILES else [settings.MEDIA_ROOT]
    written_to = (settings.VAR, *uploads, Path(settings.ERASURE_LIST).parent, tempfile.gettempdir())
    return {existing(Path(str(folder))) for folder in written_to}


def existing(folder: Path) -> Path:
    return next(it for it in (folder.absolute(), *folder.absolute().parents) if it.exists())


def rooms(folder: Path) -> Iterator[Room]:
    """Of bytes and of files: either runs out."""
    try:
        disk = os.statvfs(folder)
    except OSError:
        yield Room(None, LEAST)
        return
    if disk.f_flag & os.ST_RDONLY:
        yield Room(None, LEAST)
    for free, whole, enough in (
        (disk.f_bavail, disk.f_blocks, ENOUGH_BYTES / disk.f_frsize),
        (disk.f_favail, disk.f_files, ENOUGH_FILES),
    ):
        if whole:  # some file systems count no files
            yield Room(free / whole, min(LEAST, enough / whole))


def margin(room: Room) -> float:
    return -1 if room.free is None else room.free / room.least
