"""The list of erased memberships, kept apart from the database: random ids, one a line, appended as they happen.

Between them it says until when it is complete, each time that nothing was left to be listed.
"""

import os
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Message
from withdrawals.erasure.models import RECEIPT, Erasure

BATCH = 10_000
COMPLETE_UNTIL, WHOLE = "# complete until ", "+00:00"


def list_new_erasures(*, now: datetime) -> int:
    """Append what is not yet listed to `ERASURE_LIST`; how many. A crash in between writes a line twice, never none.

    Every erasure that was committed before the call is on the disk after it.
    """
    listed = 0
    while batch := list_batch(now=now):
        listed += batch
    if listed:
        Message.objects.unwritten().filter(kind=RECEIPT, status=Message.Status.QUEUED).update(try_at=now)
    return listed


def mark_complete(*, until: datetime) -> None:
    """Write down that whoever was erased `until` a moment before the last listing is on the list, if nobody is left.

    What another process is still writing counts as left: it has not been committed as listed. Who is being erased is
    seen once that is stored, with a time from before: it is complete only until the oldest transaction was begun.
    """
    until = min([until, *begun()])
    if not Erasure.objects.unlisted().exists():
        append(settings.ERASURE_LIST, [f"{COMPLETE_UNTIL}{until.astimezone(UTC).isoformat()}"])


def begun() -> list[datetime]:
    """When the transactions of other sessions were begun that are open still; SQLite's has been waited for to list."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xact_start FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND xact_start IS NOT NULL"
        )
        return [at for (at,) in cursor]


@transaction.atomic
def list_batch(*, now: datetime) -> int:
    """Whoever is writing some of them now is waited for: they are on the list only when that has been committed."""
    new = list(Erasure.objects.unlisted().order_by("pk").select_for_update(of=("self",))[:BATCH])
    if new:
        append(settings.ERASURE_LIST, [str(erasure.erasure_id) for erasure in new])
        Erasure.objects.filter(pk__in=[erasure.pk for erasure in new]).update(listed_at=now)
    return len(new)


def append(path: Path, lines: list[str]) -> None:
    """Write them to the disk, on lines of their own even if a full disk has cut the last line short."""
    is_new = not path.exists()
    with path.open("ab+") as file:
        file.write(("" if ends_whole(file) else "\n").encode() + "".join(f"{line}\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A file that has just been made is on the disk once its name is."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def ends_whole(file: BinaryIO) -> bool:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return file.read() in (b"", b"\n")


@dataclass
class ErasureList:
    """What a list says: who was erased, and until when nobody is missing from it."""

    ids: list[uuid.UUID] = field(default_factory=list)
    complete_until: datetime | None = None

    def add(self, line: str) -> None:
        """Raises ValueError if it is no id. A moment that a full disk has cut short says nothing."""
        if not line.startswith("#"):
            self.ids += [uuid.UUID(line)] if line else []
        elif line.startswith(COMPLETE_UNTIL) and line.endswith(WHOLE):
            self.complete_until = datetime.fromisoformat(line.removeprefix(COMPLETE_UNTIL))


def read_list(path: Path) -> ErasureList:
    """The whole of it; raises ValueError naming the line that is none of its own."""
    found = ErasureList()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        try:
            found.add(line.strip())
        except ValueError:
            raise ValueError(f"line {number} is not an erasure id") from None
    return found
