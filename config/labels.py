from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import get_language, override


class Labelled(models.Model):
    """A row whose choices are told in words (`get_..._display`) that are looked up once for each language.

    Django translates all labels of a field to tell one of them, anew for each row: a list of postings spent a fifth of
    its time on it.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> Any:
        value = getattr(self, field.attname)
        return labels(field, get_language()).get(value, value)


@cache
def labels(field: "models.Field[Any, Any]", language: str | None) -> dict[Any, str]:
    with override(language):
        return {value: str(label) for value, label in field.flatchoices}
