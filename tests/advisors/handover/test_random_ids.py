"""Ids of what is in confidence do not follow one another: nobody counts what is missing between two of them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from advisors.models import AdvisorChangeRequest
from tests import factories

pytestmark = pytest.mark.django_db


def test_ids_of_wishes_are_drawn_by_chance(assignment):
    ids = [factories.AdvisorChangeRequestFactory(status="withdrawn", assignment=assignment).pk for _ in range(3)]
    gaps = {later - earlier for earlier, later in zip(ids, ids[1:], strict=False)}
    assert all(abs(gap) > 1000 for gap in gaps)


def test_wishes_of_before_have_other_ids_and_keep_what_they_say(assignment):
    for key in (1, 2):
        factories.AdvisorChangeRequestFactory(pk=key, comment=f"{key}", status="withdrawn", assignment=assignment)
    migration = import_module("advisors.migrations.0007_random_ids_of_changes")
    migration.draw_new_ids(apps, connection.schema_editor())
    kept = AdvisorChangeRequest.objects.filter(assignment=assignment)
    assert sorted(kept.values_list("comment", flat=True)) == ["1", "2"]
    assert not {1, 2} & set(kept.values_list("pk", flat=True))
