"""How forms are drawn: label, need in words, help, error, control - and the way from an error to its field."""

import re

import pytest
from django import forms
from django.utils.translation import override

from accounts.profile.forms import MemberForm
from config.forms import Renderer


class Wishes(forms.Form):
    name = forms.CharField(label="Name", help_text="As on letters.")
    hobby = forms.CharField(label="Hobby", required=False)
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="I am sure")

    default_renderer = Renderer


def drawn(*args) -> str:
    return " ".join(str(Wishes(*args)).split())


@pytest.mark.parametrize(("label", "need"), [("Name", "Required"), ("Hobby", "Optional"), ("Colour", "Required")])
def test_field_says_in_words_whether_it_must_be_filled(label, need):
    label, said = re.search(rf">({label}) <span[^>]*>(\w+)<", drawn()).groups()
    assert said == need


def test_help_is_linked_to_its_field():
    html = drawn()
    assert 'id="id_name_helptext">As on letters.<' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_error_stands_beside_its_field_and_is_linked_to_it():
    html = drawn({"name": "", "colour": "r", "sure": "on"})
    assert '<div class="field__error" id="id_name_error"><p>This field is required.</p></div>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert html.count('aria-invalid="true"') == 1


def test_error_summary_leads_to_each_field():
    html = drawn({"name": ""})
    summary = html[html.index('id="error-summary"') : html.index('class="fields')]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_name", "id_colour_0", "id_sure"]
    assert all(f'id="{target}"' in html for target in ["id_name", "id_colour_0", "id_sure"])


class Ticked(Wishes):
    sure = forms.BooleanField(label="本人に確認しました。", error_messages={"required": "チェックを入れてください。"})
    told = forms.BooleanField(label="お伝えしました")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Name: ", "本人に確認しました。 チェックを入れてください。", "お伝えしました: "]),
        ("ja", ["Name：", "本人に確認しました。チェックを入れてください。", "お伝えしました："]),
    ],
)
def test_error_summary_puts_no_colon_after_a_sentence(language, said):
    with override(language):
        html = str(Ticked({"colour": "r"}))
    items = re.findall(r'<li><a href="[^"]+">([^<]+)</a></li>', html)
    assert [text.startswith(beginning) for text, beginning in zip(items, said, strict=True)] == [True] * 3


def test_form_without_errors_has_no_summary():
    assert "error-summary" not in drawn()


def test_choices_are_grouped_under_a_legend():
    fieldset = re.search(r"<fieldset.*?</fieldset>", drawn()).group()
    assert "<legend" in fieldset
    assert fieldset.count('type="radio"') == 2


def test_what_was_typed_is_escaped():
    assert "<script>x" not in drawn({"name": '"><script>x'})


def test_names_of_a_person_stand_side_by_side():
    assert 'class="fields fields--names"' in str(MemberForm(today=None))
