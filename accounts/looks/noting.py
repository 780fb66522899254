"""Write down that somebody of staff has opened something. It costs one statement, and never the page."""

import logging
from contextlib import AbstractContextManager, nullcontext

from django.db import DatabaseError, connection, transaction

from accounts.looks.models import Look
from accounts.users.models import User
from config import clock

log = logging.getLogger(__name__)
Kind, Role = Look.Kind, Look.Role


def note_look(by: User, seeker_id: int, kind: Look.Kind, *, role: Look.Role | None = None) -> None:
    """In the highest of their roles, if it is not said which opened it to them.

    A look that cannot be written down, as when the member was erased meanwhile, is told by the log."""
    if not by.is_staff:
        return
    try:
        with whole():
            Look.objects.create(by=by, role=role or role_of(by), kind=kind, seeker_id=seeker_id, at=clock.stamp())
    except DatabaseError as error:
        log.error("look not written: %s", type(error).__name__, extra={"id": by.pk})


def whole() -> AbstractContextManager[None]:
    """Within a transaction the look alone is taken back; without one it is a statement by itself."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def role_of(by: User) -> Look.Role:
    if by.is_superuser:
        return Role.ADMINISTRATOR
    return Role.DESK if by.is_support_desk else Role.ADVISOR
