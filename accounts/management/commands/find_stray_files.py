from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.files.removing import MostAreStrays, find_strays
from config import clock


class Command(BaseCommand):
    help = "Have removed what is stored since a day and no row stands for, as is done each night."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--even-most", action="store_true", help="even if more of it goes than stays")

    def handle(self, *args: Any, even_most: bool, **options: Any) -> None:
        try:
            found = find_strays(now=clock.now(), even_most=even_most)
        except MostAreStrays as refusal:
            raise CommandError(
                f"Nothing is removed: {refusal}. Is this the database of these files? If so: --even-most."
            ) from refusal
        self.stdout.write(f"files to be removed: {found}")
