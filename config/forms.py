from django.core.exceptions import ValidationError
from django.forms import ModelMultipleChoiceField
from django.forms.renderers import TemplatesSetting

from config.keys import is_key


class Renderer(TemplatesSetting):
    """Forms are drawn by the project's own templates: label, 必須/任意, help, error, control - in this order."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class RowsField(ModelMultipleChoiceField):
    """Some of the rows that a form offers; what no column could hold names none, and no database is asked for it."""

    def clean(self, value):
        for key in value or []:
            if not is_key(self.queryset.model._meta.pk, str(key)):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": key})
        return super().clean(value)
