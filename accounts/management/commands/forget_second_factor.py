import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.sign_in.staff import forget_second_factors
from accounts.users.fields import EmailField

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Take every second factor away from one person, who is signed out and sets up a new one. It names nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address they sign in with")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        found = User.objects.filter(email=written(email))
        if not (user := found.first()):
            raise CommandError("Nobody signs in with this address, so nothing was changed.")
        factors, sessions = forget_second_factors(found)
        log.info("second factors removed", extra={"id": user.pk})
        self.stdout.write(f"user {user.pk}: second factors taken away: {factors}, sessions ended: {sessions}")


def written(email: str) -> str:
    """As the database keeps it; what is no address is nobody's."""
    try:
        address: str = EmailField().clean(email)
    except ValidationError:
        return ""
    return address
