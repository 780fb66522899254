from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from config.drawn import DRAWN
from config.keys import is_key
from config.typed import ModelMultipleChoiceField, Row, Typed


class Renderer(TemplatesSetting):
    """Forms are drawn by the project's own templates: label, 必須/任意, help, error, control - in this order."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


class RowsField(ModelMultipleChoiceField[Row]):
    """Some of the rows that a form offers; what no column could hold names none, and no database is asked for it."""

    def clean(self, value: Any) -> QuerySet[Row]:
        rows = self.queryset
        for key in value or []:
            if rows is None or not is_key(rows.model._meta.pk, str(key)):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)


class InParts(forms.MultiWidget):
    """Several boxes for one thing. Where it is wrong, each is marked, and read aloud with what is said of it.

    The description of the group alone is not read by every screen reader.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> Typed:
        attrs = attrs or {}
        if attrs.get("aria-invalid"):
            attrs |= {"aria-describedby": f"{attrs['id']}_error"}
        context: Typed = super().get_context(name, value, attrs)
        return context
