"""Nothing is stored that nobody has said what becomes of when a member leaves."""

from collections import Counter

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts.holdings import Erased, Kept, Unlinked
from withdrawals.erasure.erasing import HOLDINGS, ITEMS

STAYING = [holding for holding in HOLDINGS if not isinstance(holding, Erased)]


def labels(declared) -> list[str]:
    return sorted(model._meta.label for model in declared)


def undeclared(found, holdings) -> list[str]:
    """The models that no holding declares."""
    return labels(set(found) - {holding.model for holding in holdings})


def unnamed(holding: Kept | Unlinked) -> set[str]:
    """The fields that a holding does not name, or names though there are none such."""
    named = holding.fields if isinstance(holding, Kept) else {*holding.blank, *holding.kept}
    return set(named) ^ {field.name for field in holding.model._meta.concrete_fields}


def test_every_model_is_declared():
    assert undeclared(apps.get_models(include_auto_created=True), HOLDINGS) == []


def test_no_model_is_declared_twice():
    assert [label for label, times in Counter(labels(h.model for h in HOLDINGS)).items() if times > 1] == []


def test_every_table_belongs_to_a_declared_model(db):
    declared = {holding.model._meta.db_table for holding in HOLDINGS}
    assert set(connection.introspection.table_names()) - declared == {"django_migrations"}


@pytest.mark.parametrize("holding", STAYING, ids=lambda holding: holding.model._meta.label)
def test_every_field_of_a_row_that_stays_is_named(holding):
    assert unnamed(holding) == set()


@pytest.mark.parametrize("holding", STAYING, ids=lambda holding: holding.model._meta.label)
def test_table_of_rows_that_stay_has_no_column_beside_its_fields(db, holding):
    table = holding.model._meta.db_table
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    fields = {field.column for field in holding.model._meta.concrete_fields}
    assert columns - generated_columns(table) == fields


def generated_columns(table: str) -> set[str]:
    """Those that PostgreSQL makes of the others, and that hold nothing of their own."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'ALWAYS'",
            [table],
        )
        return {name for (name,) in cursor.fetchall()}


def test_every_item_of_the_receipt_has_a_name_and_something_under_it():
    assert {holding.item for holding in HOLDINGS if isinstance(holding, Erased)} == set(ITEMS)


@pytest.fixture
def diary():
    """A model somebody adds tomorrow, with a table between it and another."""
    with isolate_apps("accounts"):
        page = new_model("Page")
        yield new_model("Diary", secret=models.TextField(), pages=models.ManyToManyField(page))


def new_model(name: str, **fields) -> type[models.Model]:
    meta = type("Meta", (), {"app_label": "accounts"})
    return type(name, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def test_model_added_without_a_word_is_found(diary):
    found = [diary, diary.pages.through]
    assert undeclared(found, HOLDINGS) == ["accounts.Diary", "accounts.Diary_pages"]
    assert undeclared(found, [*HOLDINGS, Kept(diary, "", ("id",))]) == ["accounts.Diary_pages"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [(("id", "secret"), set()), (("id",), {"secret"}), (("id", "secret", "pages"), {"pages"})],
)
def test_field_added_without_a_word_is_found(diary, fields, wrong):
    assert unnamed(Kept(diary, "", fields)) == wrong
    assert unnamed(Unlinked(diary, None, blank={}, kept=dict.fromkeys(fields, ""))) == wrong
