"""Choices in words: the same as Django tells them, in the language of now, at the price of one look."""

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from config.labels import Labelled, labels
from jobs.models import JobPosting


def of_choices():
    for model in apps.get_models():
        if issubclass(model, Labelled):
            yield from ((model, field) for field in model._meta.concrete_fields if field.choices)


@pytest.mark.parametrize("language", ["ja", "en", None])
def test_words_are_those_of_django_in_the_language_of_now(language):
    with translation.override(language):
        for model, field in of_choices():
            for value in [*dict(field.flatchoices), None, "", "unknown"]:
                row = model(**{field.attname: value})
                told, usual = getattr(row, f"get_{field.name}_display")(), models.Model._get_FIELD_display(row, field)
                assert (told, type(told)) == (usual, type(usual))


def test_words_change_with_the_language_within_one_process():
    posting = JobPosting(prefecture="13")
    told = []
    for language in ("ja", "en", "ja"):
        with translation.override(language):
            told.append(posting.get_prefecture_display())
    assert told == ["東京都", "Tokyo", "東京都"]


def test_labels_are_put_into_words_once_a_language():
    field = JobPosting._meta.get_field("prefecture")
    assert labels(field, "en") is labels(field, "en") != labels(field, "ja")
