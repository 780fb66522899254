"""Filters by a related row, which the stock admin offers whether or not somebody may see it."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.filters import ChoicesFieldListFilter, FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_model_from_relation
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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


class ChosenFromMany(ChoicesFieldListFilter):
    """By a choice of a field that has too many for a line each: a select with a button."""

    template = "admin/dropdown_filter.html"
    kept: dict[str, str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not any(self.lookup_val or []):  # "All" is sent as nothing
            self.used_parameters.pop(self.lookup_kwarg, None)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """With what else the list is asked for, which goes on with it, but for its page."""
        self.kept = {name: value for name, value in changelist.params.items() if name != self.lookup_kwarg}
        chosen = (self.lookup_val or [""])[0]
        for value, label in (("", _("All")), *self.field.flatchoices):
            yield {"selected": str(value) == chosen, "value": value, "display": label, "query_string": ""}


FieldListFilter.register(lambda field: field.remote_field, VisibleRelatedFilter, take_priority=True)
