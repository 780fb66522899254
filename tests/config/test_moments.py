"""Dates and times are read as people type them, wherever they type one."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone

from config.moments import DateField, MomentField, SplitMomentField, TimeField
from tests import source

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01",
        "2026/12/1",
        "2026.12.1",
        "20261201",
        "2026年12月1日",
        "２０２６／１２／１",
        "２０２６年１２月１日",
        " 2026/12/01 ",
    ]
    + ["Dec 1, 2026", "Dec. 1, 2026", "December 1, 2026", "1 December 2026", "1 Dec 2026"],
)
def test_date_is_read_as_it_is_printed(typed):
    assert DateField().clean(typed) == DAY


@pytest.mark.parametrize("typed", ["10:30", "１０：３０", "10:30:00", "10時30分"])
def test_time_is_read_as_it_is_printed(typed):
    assert TimeField().clean(typed) == time(10, 30)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-01T10:30",
        "2026/12/1 10:30",
        "２０２６／１２／１　１０：３０",
        "2026年12月1日10:30",
        "2026年12月1日 10時30分",
    ],
)
def test_moment_is_read_as_it_is_printed(typed):
    assert timezone.make_naive(MomentField().clean(typed)) == datetime(2026, 12, 1, 10, 30)


def test_moment_in_two_boxes_is_read_as_it_is_printed():
    assert timezone.make_naive(SplitMomentField().clean(["2026/12/1", "１０：３０"])) == datetime(2026, 12, 1, 10, 30)


@pytest.mark.parametrize("field", [DateField(), TimeField(), MomentField()])
@pytest.mark.parametrize("typed", ["tomorrow", "2026/13/1", "2026-02-30", "25:00", "1/2/3"])
def test_what_is_no_date_is_refused_in_a_sentence(field, typed):
    with pytest.raises(ValidationError, match="This is not a (date|time|date and time)"):
        field.clean(typed)


def test_nobody_makes_a_field_of_a_date_of_their_own():
    stock = {"DateField", "TimeField", "DateTimeField", "SplitDateTimeField"}
    wrong = []
    for path in source.modules(*source.CODE):
        if source.named(path) != "config/moments.py":
            names = [ast for ast in source.nodes(path, source.ast.Attribute) if ast.attr in stock]
            wrong += [source.named(path) for name in names if getattr(name.value, "id", "") == "forms"]
    assert wrong == []


def test_every_date_in_the_admin_is_read_as_it_is_printed(rf, db, administrator):
    request = rf.get("/")
    request.user = administrator
    stock = (forms.DateField, forms.TimeField, forms.DateTimeField, forms.SplitDateTimeField)
    ours = (DateField, TimeField, MomentField, SplitMomentField)
    wrong = []
    for model_admin in admin.site._registry.values():
        may_add = model_admin.has_add_permission(request)
        fields = model_admin.get_form(request, change=False).base_fields if may_add else {}
        dates = {name: field for name, field in fields.items() if isinstance(field, stock)}
        wrong += [f"{model_admin}.{name}" for name, field in dates.items() if not isinstance(field, ours)]
    assert wrong == []
