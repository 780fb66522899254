from django import forms
from django.contrib import admin
from django.db.models import URLField

from config.admin.visible import ServiceAdmin
from jobs.postings.models import Company


@admin.register(Company)
class CompanyAdmin(ServiceAdmin[Company]):
    """Who hires: kept by the desk, read by advisors."""

    list_display = ["name", "industry", "prefecture", "headcount", "external_id"]
    list_filter = ["industry", "prefecture"]
    ordering = ["name", "id"]
    search_fields = ["name", "external_id"]
    formfield_overrides = {URLField: {"form_class": forms.URLField, "assume_scheme": "https"}}

    def choice_label(self, obj: Company) -> str:
        return obj.name
