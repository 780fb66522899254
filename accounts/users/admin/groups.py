from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.users.models import ADVISORS, SUPPORT_DESK
from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin
from config.noted import followed_by
from config.typed import Fields

ALLOWED = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("view")}

CALLED = {ADVISORS: _("Advisors"), SUPPORT_DESK: _("Support desk")}


def permission_in_words(permission: Permission) -> str:
    """What it allows, in the reader's language; Django keeps its own sentence in English."""
    deed = permission.codename.partition("_")[0]
    return followed_by(permission.content_type.name, ALLOWED.get(deed, permission.name))


@admin.register(Group)
class GroupAdmin(ServiceAdmin[Group]):
    """What the groups of staff may do. The code knows them by their names, which therefore stay."""

    in_menu = InMenu(change=_("Say what each group of staff may do"), add=_("Add a group of staff"))
    administrators_only = True
    list_display = ["called"]
    ordering = ["name"]
    search_fields = ()
    filter_horizontal = ["permissions"]

    def label_of(self, model: type[Model]) -> Callable[[Any], str]:
        return permission_in_words if model is Permission else super().label_of(model)

    @admin.display(description=_("group"))
    def called(self, group: Group) -> str:
        return self.choice_label(group)

    def choice_label(self, obj: Group) -> str:
        return str(CALLED.get(obj.name, obj.name))

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "called"]

    def get_fields(self, request: HttpRequest, obj: Group | None = None) -> Fields:
        return ["called" if obj else "name", "permissions"]

    def get_field_queryset(
        self, db: str | None, db_field: "RelatedField[Any, Any]", request: HttpRequest
    ) -> QuerySet[Any]:
        return super().get_field_queryset(db, db_field, request).select_related("content_type")
