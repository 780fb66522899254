"""Filters by a related row, which the stock admin offers whether or not somebody may see it."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_model_from_relation
from django.db.models import QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest

from config.admin.visible import ServiceAdmin
from config.typed import Text


class VisibleRelatedFilter(RelatedFieldListFilter):
    """It offers, and takes, only rows this person may see."""

    MOST = 200

    def field_choices(
        self, field: "RelatedField[Any, Any]", request: HttpRequest, model_admin: "ModelAdmin[Any]"
    ) -> list[tuple[str, Text]]:
        assert isinstance(model_admin, ServiceAdmin)  # the site registers no other
        model = get_model_from_relation(field)
        label = model_admin.label_of(model)
        return [(row.pk, label(row)) for row in model_admin.choosable(model, request)[: self.MOST]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        offered = {str(key) for key, _label in self.lookup_choices}
        if not offered.issuperset(self.lookup_val or []):
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


FieldListFilter.register(lambda field: field.remote_field, VisibleRelatedFilter, take_priority=True)
