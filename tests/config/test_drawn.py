"""Fields are what Django's own templates make of them, in every state and language, but for empty lines."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from accounts.users.prefectures import Prefecture
from config.drawn import DRAWN
from config.forms import Renderer

CHOICES = [("", _("Not decided yet")), ("a&b", _("Yes")), ('"c"', "<i>"), (4, mark_safe("<b>4</b>")), (None, "none")]
GROUPS = [("A & B", [("1", _("Yes")), ("2", "two")]), ("3", "three")]
WIDGETS = [
    forms.Select(choices=CHOICES),
    forms.Select(choices=GROUPS, attrs={"class": "a", "data-x": '"<'}),
    forms.Select(choices=Prefecture.choices),
    forms.SelectMultiple(choices=CHOICES),
    forms.NullBooleanSelect(),
    forms.RadioSelect(choices=CHOICES),
    forms.RadioSelect(choices=CHOICES, attrs={"class": "many"}),
    forms.CheckboxSelectMultiple(choices=CHOICES),
    forms.CheckboxInput(),
    forms.TextInput(attrs={"autocomplete": "name", "required": True, "disabled": False, "maxlength": 5}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.NumberInput(),
    forms.HiddenInput(),
    forms.DateInput(attrs={"type": "date"}),
    forms.TimeInput(),
    forms.TelInput(),
    forms.SearchInput(),
]
VALUES = [None, "", "a&b", '"c"', "4", 4, True, "13"]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("widget", WIDGETS, ids=lambda it: type(it).__name__)
@pytest.mark.parametrize("attrs", [None, {"id": "id_x", "aria-describedby": "y"}])
def test_field_is_drawn_as_the_template_draws_it(widget, attrs, language):
    with translation.override(language):
        for value in [*VALUES, ["a&b", "4"]] if getattr(widget, "allow_multiple_selected", False) else VALUES:
            drawn, usual = (widget.render("x", value, attrs, renderer) for renderer in (Renderer(), TemplatesSetting()))
            assert re.sub(r"\s+", " ", drawn) == re.sub(r"\s+", " ", usual)


class WithoutTemplates(Renderer):
    def get_template(self, template_name):
        raise AssertionError(template_name)


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda it: type(it).__name__)
def test_field_is_drawn_without_any_template(widget):
    assert widget.render("x", "13", None, WithoutTemplates())


def test_every_kind_that_is_drawn_is_compared():
    assert {widget.template_name for widget in WIDGETS} == set(DRAWN)


def test_label_follows_the_language(client, db):
    labels = []
    for language in ("en", "ja", "en"):
        client.cookies["django_language"] = language
        page = client.get("/register/").content.decode()
        labels.append(("東京都" in page, "Tokyo" in page))
    assert labels == [(False, True), (True, False), (False, True)]
