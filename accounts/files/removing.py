"""How a file goes: its row asks for it, and a sweep removes it from the storage, which may be slow or refuse.

Outside the transaction that deletes the row: that one may come to nothing, and must not wait.
"""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.files.models import FOLDER, File, FileRemoval

log = logging.getLogger(__name__)

BATCH = 500
SHORTEST, MOST_DOUBLED = timedelta(minutes=2), 8
# So many refusals in a row are the storage's: the others wait for the next sweep.
ENOUGH = 3
# No transaction is open for so long.
STRAY_AFTER = timedelta(days=1)


def remove_files(*, now: datetime) -> None:
    """Carry out the removals that are ready. Safe to run twice, or beside itself."""
    refused = 0
    ready = FileRemoval.objects.ready(now).order_by("deleted_at").values_list("pk", flat=True)
    for removal_id in ready[:BATCH]:
        refused = 0 if remove(removal_id, now=now) else refused + 1
        if refused == ENOUGH:
            return


def remove(removal_id: int, *, now: datetime) -> bool:
    """Whether the storage did as it was asked: first the file goes, then the row that asks for it."""
    removal = take(removal_id, now=now)
    if removal is None:
        return True
    try:
        remove_stored(removal.stored)
    except Exception as error:  # whatever a storage may raise: it is asked again, less and less often
        log.warning("file not removed: %s", type(error).__name__, extra={"id": removal.pk})
        return False
    removal.delete()
    return True


@transaction.atomic
def take(removal_id: int, *, now: datetime) -> FileRemoval | None:
    """The removal, put off for whoever else looks; None if it is done, or another's. A killed worker leaves it."""
    ready = FileRemoval.objects.ready(now).select_for_update(of=("self",), skip_locked=True)
    removal = ready.filter(pk=removal_id).first()
    if removal:
        removal.try_at = now + SHORTEST * 2 ** min(removal.tries, MOST_DOUBLED)
        removal.tries = min(removal.tries + 1, 1000)
        removal.save(update_fields=["try_at", "tries"])
    return removal


def remove_stored(name: str) -> None:
    """Unless a row stands for it, as after a restore. One that is gone already is as good as removed."""
    if File.objects.filter(stored=name).exists():
        return
    with suppress(FileNotFoundError):
        default_storage.delete(name)


# What was written by a transaction that came to nothing


class MostAreStrays(Exception):
    """Rows stand for less than half of what is stored: this is not the database that it is stored for, likely."""


def find_strays(*, now: datetime, even_most: bool = False) -> int:
    """Ask for the removal of what no row stands for since a day: how many.

    Raises `MostAreStrays`, and asks for nothing, where more would go than stay, unless told to all the same.
    """
    strays, stays = [], 0
    for names in stored_names():
        known = set(File.objects.filter(stored__in=names).values_list("stored", flat=True))
        strays += [name for name in names if name not in known and is_older(name, than=now - STRAY_AFTER)]
        stays += len(known)
    if len(strays) > stays and not even_most:
        raise MostAreStrays(f"{len(strays)} would go, {stays} would stay")
    removals = [FileRemoval(stored=name) for name in strays]
    FileRemoval.objects.bulk_create(removals, batch_size=BATCH, ignore_conflicts=True)
    return len(strays)


def stored_names() -> Iterator[list[str]]:
    """All that the storage holds of ours, a batch at a time."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for start in range(0, len(names), BATCH):
        yield [f"{FOLDER}/{name}" for name in names[start : start + BATCH]]


def is_older(name: str, *, than: datetime) -> bool:
    """One that has gone meanwhile is not."""
    try:
        return default_storage.get_modified_time(name) <= than
    except FileNotFoundError:
        return False
