"""The list of erased memberships, kept apart from the database: random ids, one a line, appended as they happen."""

import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from withdrawals.models import Erasure


@transaction.atomic
def list_new_erasures(*, now: datetime) -> int:
    """Append what is not yet listed to `ERASURE_LIST`; how many. A crash in between writes a line twice, never none."""
    new = list(Erasure.objects.filter(listed_at=None).select_for_update(of=("self",), skip_locked=True)[:10_000])
    if new:
        append(settings.ERASURE_LIST, new)
        Erasure.objects.filter(pk__in=[erasure.pk for erasure in new]).update(listed_at=now)
    return len(new)


def append(path: Path, erasures: list[Erasure]) -> None:
    """Write them to the disk, on lines of their own even if a full disk has cut the last line short."""
    lines = "".join(f"{erasure.erasure_id}\n" for erasure in erasures)
    with path.open("ab+") as file:
        file.write(("" if ends_whole(file) else "\n").encode() + lines.encode())
        file.flush()
        os.fsync(file.fileno())


def ends_whole(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return file.read() in (b"", b"\n")


def read_list(path: Path) -> Iterator[uuid.UUID]:
    """The ids of a list; raises ValueError naming the line that is none."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield uuid.UUID(line.strip())
        except ValueError:
            raise ValueError(f"line {number} is not an erasure id") from None
