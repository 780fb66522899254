from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.messages.kinds import label_of
from accounts.messages.models import Message, MessageQuerySet
from accounts.users.search import member_number
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin
from config.typed import Fields, Text

# How it went, and why not by LINE: shown where there is a channel.
BY_LINE = ["channel", "not_by_line"]


class UnwrittenFilter(admin.SimpleListFilter):
    title = _("could not be written")
    parameter_name = "unwritten"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("yes", _("Yes"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> MessageQuerySet:
        mails: MessageQuerySet = queryset
        return mails.unwritten() if self.value() else mails


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin[Message], ServiceAdmin[Message]):
    """That mails went out, and when; never what they held, nor an address."""

    in_menu = InMenu(look=_("See which messages went out"))
    list_display = ["what", "member", "status", "queued_at", "tries", "failure", "finished_at"]
    list_select_related = ["recipient__job_seeker"]
    list_filter = ["status", UnwrittenFilter]
    ordering = ["-id"]
    search_fields = ["recipient__job_seeker__member_number"]
    search_help_text = _("A whole member number")
    fields = ["what", "member", "status", "queued_at", "waits_until", "try_at", "tries", "failure", "finished_at"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*self.list_display, *BY_LINE] if settings.LINE_CHANNEL else list(self.list_display)

    def get_fields(self, request: HttpRequest, obj: Message | None = None) -> Fields:
        return [*super().get_fields(request, obj), *(BY_LINE if settings.LINE_CHANNEL else [])]

    def choice_label(self, obj: Message) -> str:
        return label_of(obj.kind)

    @admin.display(description=_("kind"))
    def what(self, message: Message) -> str:
        return label_of(message.kind)

    @admin.display(description=_("member number"))
    def member(self, message: Message) -> str:
        try:
            return message.recipient.job_seeker.member_number if message.recipient else "-"
        except ObjectDoesNotExist:
            return "-"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Message], search_term: str
    ) -> tuple[QuerySet[Message], bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(recipient__job_seeker__member_number=member_number(search_term)), False
