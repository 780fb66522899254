import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from config.logs import rule
from withdrawals.erasure.listing import ErasureList, read_list
from withdrawals.requests.replaying import backed_up_at, erase_again


class Command(BaseCommand):
    help = (
        "After a backup was restored: erase again every member on the list of erasures. Safe to repeat. "
        "Exit code 1 if somebody could not be erased, or if the list may be shorter than the backup is old."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the list (ERASURE_LIST), one erasure id a line")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            found = read_list(file)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from error
        refused: list[uuid.UUID] = []
        erased = sum(self.erase(erasure_id, refused) for erasure_id in found.ids)
        self.stdout.write(f"{len(found.ids)} ids read, {erased} members erased again")
        if found.complete_until:
            self.stdout.write(f"The list is complete until {written(found.complete_until)}")
        if refused:
            raise CommandError(f"{len(refused)} refused by the database; they are still members")
        if doubt := doubt_about(found, backup=backed_up_at()):
            raise CommandError(doubt)

    def erase(self, erasure_id: uuid.UUID, refused: list[uuid.UUID]) -> bool:
        """One of them; what the database refuses is told and noted, and keeps nobody else from being erased."""
        try:
            return erase_again(erasure_id)
        except DatabaseError as error:
            self.stderr.write(f"{erasure_id}: {type(error).__name__} {rule(error)}".rstrip())
            refused.append(erasure_id)
            return False


def doubt_about(found: ErasureList, *, backup: datetime | None) -> str | None:
    """Why the list may be shorter than it has to be: it must reach beyond the backup."""
    if backup is None or found.complete_until and found.complete_until >= backup:
        return None
    reach = f"until {written(found.complete_until)}" if found.complete_until else "until no moment that it names"
    return (
        f"The list is complete {reach}, and the backup is of {written(backup)}: "
        "whoever was erased after the backup may be missing from the list and be a member again. "
        "Look for a newer copy of the list."
    )


def written(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(sep=" ", timespec="seconds")
