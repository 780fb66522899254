from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from advisors.people.models import Office
from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin


@admin.register(Office)
class OfficeAdmin(ServiceAdmin[Office]):
    """Where counseling happens. One that closes for good stays, for what was held there."""

    in_menu = InMenu(look=_("Look up the offices"), change=_("Keep the offices up to date"), add=_("Add an office"))
    list_display = ["name", "prefecture", "address", "is_open"]
    list_filter = ["is_open"]
    ordering = ["prefecture", "id"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ["name", "prefecture", "address", "access", "map_url", "is_open"]
