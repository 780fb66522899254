from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from config import days
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin
from config.noted import followed_by


def row_in_words(entry: LogEntry) -> str:
    """Which row it was: its kind as the reader calls it, and its number; or the number that members have."""
    model = entry.content_type and entry.content_type.model_class()
    is_numbered = entry.object_repr.endswith(f" {entry.object_id}")
    return f"{model._meta.verbose_name} {entry.object_id}" if model and is_numbered else entry.object_repr


def done_in_words(entry: LogEntry) -> str:
    """What was done, in the reader's language; it is kept in English, what it was done with behind a colon."""
    said, _colon, about = entry.get_change_message().partition(": ")
    return followed_by(translated(said), about) if about else translated(said) if said else ""


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin[LogEntry], ServiceAdmin[LogEntry]):
    """What staff have changed here. It names rows by member number or id."""

    in_menu = InMenu(look=_("See what staff have changed"))
    administrators_only = True
    list_display = ["action_time", "by", "action_flag", "content_type", "row"]
    list_select_related = ["user", "content_type"]
    list_filter = ["action_flag"]
    ordering = ["-id"]
    fields = ["action_time", "by", "action_flag", "content_type", "row", "changes"]

    def choice_label(self, obj: LogEntry) -> str:
        return days.when(obj.action_time)

    @admin.display(description=_("by"))
    def by(self, entry: LogEntry) -> str:
        return entry.user.email

    @admin.display(description=_("row"))
    def row(self, entry: LogEntry) -> str:
        return row_in_words(entry)

    @admin.display(description=_("what changed"))
    def changes(self, entry: LogEntry) -> str:
        return done_in_words(entry)
