"""Ids of messages do not count them: an advisor at the desk, from whom some are hidden, sees no gap between two."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Message
from config.keys import LARGEST
from config.random_ids import TimedIds

KIND = {"kind": "accounts/x", "to_email": "nobody@example.com"}


@pytest.mark.django_db
def test_id_says_nothing_of_how_many_there_are(clock):
    """While the clock stands, too: only chance is between them."""
    ids = [Message.objects.create(**KIND).pk for _ in range(10)]
    gaps = {later - earlier for earlier, later in zip(ids, ids[1:], strict=False)}
    assert min(ids) > 2**50
    assert len(gaps) > 3


@pytest.mark.django_db
def test_later_message_has_the_greater_id(clock):
    first = Message.objects.create(**KIND)
    clock.shift(timedelta(seconds=1))
    later = Message.objects.bulk_create(Message(**KIND) for _ in range(50))
    clock.shift(timedelta(hours=-1))
    ids = [first.pk, *(it.pk for it in later), Message.objects.create(**KIND).pk]
    assert ids == sorted(set(ids))


def test_eight_at_once_draw_different_ids(clock):
    ids = TimedIds()
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: ids.draw(), range(4000)))
    assert len(set(drawn)) == 4000


def test_ids_fit_their_column_for_two_hundred_years(clock):
    clock.shift(timedelta(days=200 * 365))
    assert TimedIds().draw() < LARGEST


@pytest.mark.django_db
def test_messages_of_before_have_other_ids_in_their_order():
    for key in (1, 2, 3):
        Message.objects.create(pk=key, kind=f"accounts/{key}", to_email="nobody@example.com")
    import_module("accounts.migrations.0014_timed_ids_of_messages").draw_new_ids(apps, connection.schema_editor())
    kept = Message.objects.order_by("pk")
    assert list(kept.values_list("kind", flat=True)) == ["accounts/1", "accounts/2", "accounts/3"]
    assert min(kept.values_list("pk", flat=True)) > 2**50
