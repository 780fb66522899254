"""More requests than connections: some are asked to come again, none is told of a fault."""

import threading

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")


@pytest.mark.django_db(transaction=True)
def test_exhausted_pool_answers_503(monkeypatch):
    """One connection, and it is taken: for `/jobs/` as for the middleware of a signed-in page."""
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "pool", {"min_size": 0, "max_size": 1, "timeout": 0.2})
    connection.close()
    connection.close_pool()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    answers = []
    thread = threading.Thread(target=ask, args=(answers,))
    thread.start()
    thread.join(30)
    connection.close()
    connection.close_pool()
    assert answers == [(503, "10"), (503, "10")]


def ask(answers: list) -> None:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    for path in ("/jobs/", "/mypage/"):
        response = client.get(path)
        answers.append((response.status_code, response.headers.get("Retry-After")))
