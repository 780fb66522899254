"""Who is leaving, marked in lists of what job seekers have."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.models import JobSeeker, leaving
from config.admin.visible import ServiceAdmin
from config.noted import noted
from config.typed import Row


def name_of(seeker: JobSeeker, *, is_leaving: bool) -> str:
    """As a list has it: whoever leaves is marked."""
    return noted(seeker.name, gettext("withdrawal under way")) if is_leaving else seeker.name


class MarksLeaving(ServiceAdmin[Row]):
    """Rows of a `seeker`, whose name says if their withdrawal is under way."""

    path_to_seeker = "seeker"  # in the database

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        rows: QuerySet[Any] = super().get_queryset(request)
        marked: QuerySet[Row] = rows.annotate(is_leaving=leaving(self.path_to_seeker))
        return marked

    @admin.display(description=_("name"))
    def member_name(self, row: Any) -> str:
        return name_of(row.seeker, is_leaving=row.is_leaving)
