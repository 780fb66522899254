import uuid
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from config import clock
from config.logs import rule
from withdrawals.actions.replaying import erase_again
from withdrawals.erasure_list import read_list


class Command(BaseCommand):
    help = "After a backup was restored: erase again every member on the list of erasures. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the list (ERASURE_LIST), one erasure id a line")

    def handle(self, *args, file: Path, **options):
        try:
            ids = list(read_list(file))
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from error
        refused: list[uuid.UUID] = []
        erased = sum(self.erase(erasure_id, refused) for erasure_id in ids)
        self.stdout.write(f"{len(ids)} ids read, {erased} members erased again")
        if refused:
            raise CommandError(f"{len(refused)} refused by the database; they are still members")

    def erase(self, erasure_id: uuid.UUID, refused: list[uuid.UUID]) -> bool:
        """One of them; what the database refuses is told and noted, and keeps nobody else from being erased."""
        try:
            return erase_again(erasure_id, now=clock.now())
        except DatabaseError as error:
            self.stderr.write(f"{erasure_id}: {type(error).__name__} {rule(error)}".rstrip())
            refused.append(erasure_id)
            return False
