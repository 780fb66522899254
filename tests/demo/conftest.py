"""The demo, made once for all who only look at it, and walked once as each role.

What a test does to it is undone with the test. The tests here come first, and none may ask for empty tables.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from time_machine import travel

from tests import walking
from tests.conftest import NOW


@pytest.fixture(scope="package")
def undone(django_db_setup, django_db_blocker, playwright) -> Callable[[], AbstractContextManager]:
    """Around what is undone at its end, for a fixture of more than one test.

    Playwright runs an event loop, within which Django holds connections of its own: begun later, whoever came after it
    would look for the demo where it is not.
    """

    @contextmanager
    def around() -> Iterator[None]:
        cache.clear()
        with django_db_blocker.unblock(), transaction.atomic():
            yield
            transaction.set_rollback(True)

    return around


@pytest.fixture(scope="package")
def demo(undone) -> Iterator[str]:
    """The demo as it is at `NOW`, and what the command says."""
    said = StringIO()
    with undone():
        with travel(NOW, tick=False), translation.override("ja"):
            call_command("seed_demo", stdout=said)
        yield said.getvalue()


@pytest.fixture(scope="package", params=walking.ROLES)
def role(request) -> str:
    return request.param


@pytest.fixture(scope="package")
def walk(demo, role, undone) -> walking.Walk:
    """All that this role meets."""
    with undone(), travel(NOW, tick=False):
        return walking.walk(role)
