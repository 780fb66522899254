from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections

from config.migrating import alone, hurried


class Command(migrate.Command):
    help = f"{migrate.Command.help} One at a time, and on PostgreSQL without making the service wait."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--wait", type=float, default=600, help="how many seconds for another migrate")
        parser.add_argument("--lock-timeout", type=float, default=5, help="how many seconds for somebody's lock")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with (
            alone(connection, wait=options.pop("wait")),
            hurried(connection, seconds=options.pop("lock_timeout")),
        ):
            super().handle(*args, **options)
