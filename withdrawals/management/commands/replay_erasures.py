from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

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
        erased = sum(erase_again(erasure_id, now=timezone.now()) for erasure_id in ids)
        self.stdout.write(f"{len(ids)} ids read, {erased} members erased again")
