from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.health import report


class Command(BaseCommand):
    help = "Say how the service is: a line for each figure. Exit code 0 if all is well, 1 if not. It names nobody."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="only these figures, such as: beat")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        found = report(*names)
        for name, ok in found.servers.items():
            self.stdout.write(f"{word(ok)}  {name}")
        for name, figure in found.figures.items():
            self.stdout.write(f"{word(figure.is_well)}  {name}: {figure}")
        needed = [found.servers["database"]] if names else found.servers.values()
        if not all([*needed, *(figure.is_well for figure in found.figures.values())]):
            raise CommandError("not well")


def word(ok: bool) -> str:
    return "well    " if ok else "NOT WELL"
