from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin[LogEntry], ServiceAdmin[LogEntry]):
    """What staff have changed here. It names rows by member number or id."""

    in_menu = InMenu(look=_("See what staff have changed"))
    administrators_only = True
    list_display = ["action_time", "by", "action_flag", "content_type", "object_repr"]
    list_select_related = ["user"]
    list_filter = ["action_flag"]
    ordering = ["-id"]
    fields = ["action_time", "by", "action_flag", "content_type", "object_repr", "changes"]

    @admin.display(description=_("by"))
    def by(self, entry: LogEntry) -> str:
        return entry.user.email

    @admin.display(description=_("what changed"))
    def changes(self, entry: LogEntry) -> str:
        return entry.get_change_message()
