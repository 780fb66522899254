"""The database may be restarted while the service runs."""

import psycopg
import pytest
from django.db import connection

from accounts.models import User


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions to end")
@pytest.mark.django_db(transaction=True)
def test_session_ended_by_the_server_is_replaced_unnoticed():
    with connection.cursor() as cursor:
        session = cursor.execute("SELECT pg_backend_pid()").fetchone()[0]
    connection.close()  # as a request does when it is answered
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
    assert not User.objects.exists()
