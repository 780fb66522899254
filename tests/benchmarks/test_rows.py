"""What the benchmarks fill their tables with, whatever columns were added."""

import pytest
from django.db import connection

from accounts.models import Message, StoppedNotice, User
from benchmarks.population import ROWS
from benchmarks.rows import NotSaid, insert
from tests.factories import JobSeekerFactory


def fill(model, given, source=""):
    sql, values = insert(model, given, source)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_column_that_nothing_is_said_of_takes_the_default_of_its_field(db):
    fill(User, {"id": "7", "email": "'a@example.com'", "password": "'!'"})
    made, usual = User.objects.get(pk=7), User(email="a@example.com")
    assert (made.email, made.language, made.is_staff, made.is_active) == (usual.email, usual.language, False, True)


def test_rows_come_from_a_source(db):
    seekers = JobSeekerFactory.create_batch(3)
    fill(StoppedNotice, {"seeker_id": "id", "kind": "'job_notice'"}, "FROM accounts_jobseeker")
    stopped = StoppedNotice.objects.filter(kind="job_notice")
    assert set(stopped.values_list("seeker", flat=True)) == {seeker.pk for seeker in seekers}


def test_column_that_differs_from_row_to_row_has_to_be_said():
    with pytest.raises(NotSaid, match="accounts.Message.id"):
        insert(Message, {"kind": "'x'"})
    with pytest.raises(NotSaid, match="accounts.StoppedNotice.seeker"):
        insert(StoppedNotice, {"kind": "'job_notice'"})


@pytest.mark.parametrize(("model", "given", "source"), ROWS, ids=lambda part: getattr(part, "__name__", ""))
def test_every_row_of_the_population_is_whole(model, given, source):
    """A column of tomorrow that has no default is found here, on SQLite too."""
    _, values = insert(model, given, source)
    assert None not in values.values()
