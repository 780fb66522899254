from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from config.admin import ServiceAdmin


@admin.register(Group)
class GroupAdmin(ServiceAdmin):
    """What the groups of staff may do. The code knows them by their names, which therefore stay."""

    administrators_only = True
    ordering = ["name"]
    search_fields = []
    filter_horizontal = ["permissions"]

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(["name"] if obj else [])]

    def get_field_queryset(self, db, db_field, request: HttpRequest):
        return super().get_field_queryset(db, db_field, request).select_related("content_type")
