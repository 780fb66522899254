from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.looks.models import Look
from accounts.users.contacts import normalise_email
from accounts.users.search import member_number
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin
from config.typed import Text

DAYS = {"1": _("The last day"), "7": _("The last week"), "30": _("The last month")}


class DaysFilter(admin.SimpleListFilter):
    title = _("when")
    parameter_name = "days"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return list(DAYS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Look]) -> QuerySet[Look]:
        days = self.value()
        return queryset.filter(at__gte=timezone.now() - timedelta(days=int(days))) if days in DAYS else queryset


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin[Look], ServiceAdmin[Look]):
    """Who looked, for administrators. Members read dates and roles of their own."""

    administrators_only = True
    in_menu = InMenu(look=_("See who looked at a member"))
    list_display = ("at", "staff_member", "role", "kind", "member")
    list_display_links = None
    list_select_related = ("by", "seeker")
    list_filter = (DaysFilter, "role", "kind")
    ordering = ("-at", "-id")
    search_fields = ("by__email",)
    search_help_text = _("A whole member number, or the whole e-mail address of somebody of staff")

    def has_view_permission(self, request: HttpRequest, obj: Look | None = None) -> bool:
        """The list alone: a row has nothing more to show."""
        return obj is None and super().has_view_permission(request, obj)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Look], search_term: str
    ) -> tuple[QuerySet[Look], bool]:
        text = search_term.strip()
        if "@" in text:
            return queryset.filter(by__email=normalise_email(text)), False
        return (queryset.filter(seeker__member_number=member_number(text)) if text else queryset), False

    @admin.display(description=_("staff member"))
    def staff_member(self, look: Look) -> str:
        return look.by.email if look.by else "-"

    @admin.display(description=_("member number"))
    def member(self, look: Look) -> Text:
        return look.seeker.member_number if look.seeker else _("has left")
