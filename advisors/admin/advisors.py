from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import ADVISORS
from advisors.models import Advisor
from config.admin import ServiceAdmin


@admin.register(Advisor)
class AdvisorAdmin(ServiceAdmin):
    list_display = ["name", "gender", "email"]
    list_select_related = ["user"]
    list_filter = ["gender"]
    ordering = ["name", "id"]
    sortable_by = ["name"]
    search_fields = ["name"]
    search_help_text = _("Any part of the name")
    fields = ["user", "name", "gender"]

    @admin.display(description=_("e-mail address"))
    def email(self, advisor: Advisor) -> str:
        return advisor.user.email

    def choice_label(self, obj: Advisor) -> str:
        return obj.name

    def get_readonly_fields(self, request: HttpRequest, obj: Advisor | None = None) -> list[str]:
        """Assignments hang on an advisor: one who leaves is not renamed into the next."""
        return [*super().get_readonly_fields(request, obj), *(["user"] if obj else [])]

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Advisor, form, change: bool) -> None:
        """An advisor is in the group that lets advisors work here."""
        super().save_model(request, obj, form, change)
        obj.user.groups.add(Group.objects.get(name=ADVISORS))
