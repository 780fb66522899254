from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.typed import Text
from withdrawals.requests.desk import Turn, Urgency
from withdrawals.requests.models import Channel, WithdrawalRequest

OPEN, ALL = "open", "all"
OPEN_ONES = {OPEN, *WithdrawalRequest.OPEN}


class ChosenFilter(admin.SimpleListFilter):
    """A filter with fixed choices; any other value is no question."""

    def value(self) -> str | None:
        chosen = super().value() or None
        if chosen is not None and chosen not in {value for value, _label in self.lookup_choices}:
            raise IncorrectLookupParameters
        return chosen


def asked_status(request: HttpRequest) -> str:
    """Which statuses the queue shows: the open ones, unless somebody asks for others; a search looks everywhere."""
    return request.GET.get("status") or (ALL if request.GET.get("q", "").strip() else OPEN)


def asked_turn(request: HttpRequest) -> str:
    """Whose turn it is in what the queue shows: the desk's, unless somebody asks for anything else."""
    if chosen := request.GET.get("acts"):
        return chosen
    is_narrowed = any(request.GET.get(name, "").strip() for name in ("q", "status", "urgency", "channel"))
    return ALL if is_narrowed else Turn.DESK


def is_as_it_opens(request: HttpRequest) -> bool:
    """Nothing is asked of the queue: it shows what needs the desk."""
    return asked_turn(request) == Turn.DESK and "acts" not in request.GET


class StatusFilter(ChosenFilter):
    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> Sequence[tuple[str, Text]]:
        return [(OPEN, _("Open")), *WithdrawalRequest.Status.choices, (ALL, _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            yield {
                "selected": value == (self.value() or asked_status(self.request)),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or asked_status(request)
        if chosen == ALL:
            return queryset
        # `ended_at`, not only the status: the index of the open ones is made of it.
        is_open = {"ended_at": None} if chosen in OPEN_ONES else {}
        return queryset.filter(**is_open) if chosen == OPEN else queryset.filter(status=chosen, **is_open)


class ChannelFilter(ChosenFilter):
    title = _("told by")
    parameter_name = "channel"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> Sequence[tuple[str, Text]]:
        """By LINE only where there is a channel; what was told by it before is found among all."""
        return [(it.value, it.label) for it in Channel if it != Channel.LINE or settings.LINE_CHANNEL]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(channel=chosen) if chosen else queryset


class TurnFilter(ChosenFilter):
    title = _("who acts")
    parameter_name = "acts"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> Sequence[tuple[str, Text]]:
        return [*Turn.choices, (ALL, _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        asked = asked_turn(self.request)
        for value, label in self.lookup_choices:
            query_string = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": value == asked, "query_string": query_string, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or asked_turn(request)
        return queryset if chosen == ALL else queryset.filter(Turn(chosen).rows(timezone.now()))


class UrgencyFilter(ChosenFilter):
    title = _("urgency")
    parameter_name = "urgency"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> Sequence[tuple[str, Text]]:
        return Urgency.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(Urgency(chosen).rows(timezone.localdate())) if chosen else queryset
