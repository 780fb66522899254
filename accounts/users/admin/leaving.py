"""Who is leaving, marked in lists of what job seekers have."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.users.models import leaving


class MarksLeaving:
    """Rows of a `seeker`, whose name says if their withdrawal is under way; goes before `ServiceAdmin`."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(is_leaving=leaving("seeker"))

    @admin.display(description=_("name"))
    def member_name(self, row: Model) -> str:
        return f"{row.seeker.name} ({gettext('withdrawal under way')})" if row.is_leaving else row.seeker.name
