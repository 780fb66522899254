from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Forms are drawn by the project's own templates: label, 必須/任意, help, error, control - in this order."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
