"""Who is leaving, marked in lists of what job seekers have."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.models import leaving
from config.admin.visible import ServiceAdmin
from config.noted import noted
from config.typed import Row


class MarksLeaving(ServiceAdmin[Row]):
    """Rows of a `seeker`, whose name says if their withdrawal is under way."""

    path_to_seeker = "seeker"  # in the database

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        rows: QuerySet[Any] = super().get_queryset(request)
        marked: QuerySet[Row] = rows.annotate(is_leaving=leaving(self.path_to_seeker))
        return marked

    @admin.display(description=_("name"))
    def member_name(self, row: Any) -> str:
        return noted(row.seeker.name, gettext("withdrawal under way")) if row.is_leaving else row.seeker.name
