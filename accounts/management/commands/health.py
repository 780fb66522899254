from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from config.figures import Figure, figures
from config.health import servers


class Command(BaseCommand):
    help = "Say how the service is: a line for each figure. Exit code 0 if all is well, 1 if not. It names nobody."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="only these figures, such as: beat")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        answering = servers()
        for name, ok in answering.items():
            self.stdout.write(f"{word(ok)}  {name}")
        found = figures(*names, now=clock.now()) if answering["database"] else {}
        for name, figure in found.items():
            self.stdout.write(f"{word(figure.is_well)}  {name}: {age(figure)}, at most {figure.most}")
        needed = [answering["database"]] if names else answering.values()
        if not all([*needed, *(figure.is_well for figure in found.values())]):
            raise CommandError("not well")


def word(ok: bool) -> str:
    return "well    " if ok else "NOT WELL"


def age(figure: Figure) -> str:
    return "never" if figure.seconds is None else f"{figure.seconds} s"
