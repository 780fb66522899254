from django import forms
from django.contrib import admin
from django.db.models import URLField
from django.utils.translation import gettext_lazy as _

from config.admin.filters import ChosenFromMany
from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin
from jobs.postings.models import Company


@admin.register(Company)
class CompanyAdmin(ServiceAdmin[Company]):
    """Who hires: kept by the desk, read by advisors."""

    in_menu = InMenu(
        look=_("Look up companies"), change=_("Look up companies, and keep them up to date"), add=_("Enter a company")
    )
    list_display = ["name", "industry", "prefecture", "headcount", "external_id"]
    list_filter = ["industry", ("prefecture", ChosenFromMany)]
    ordering = ["name", "id"]
    search_fields = ["name", "external_id"]
    formfield_overrides = {URLField: {"form_class": forms.URLField, "assume_scheme": "https"}}

    def choice_label(self, obj: Company) -> str:
        return obj.name
