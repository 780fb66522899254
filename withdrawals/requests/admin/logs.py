"""What was written once and is only read."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin
from config.noted import followed_by
from withdrawals.erasure.models import Erasure
from withdrawals.requests.models import WithdrawalEvent


@admin.register(WithdrawalEvent)
class WithdrawalEventAdmin(ReadOnlyAdmin[WithdrawalEvent], ServiceAdmin[WithdrawalEvent]):
    in_menu = InMenu(look=_("See how withdrawals went"))
    list_display = ["at", "reference", "from_status", "to_status", "actor", "staff_member"]
    list_select_related = ["request", "by"]
    list_filter = ["actor"]
    ordering = ["-id"]
    fields = ["at", "reference", "from_status", "to_status", "actor", "staff_member"]

    def choice_label(self, obj: WithdrawalEvent) -> str:
        changed = f"{obj.get_from_status_display()} → {obj.get_to_status_display()}"
        return followed_by(obj.request.reference, changed)

    @admin.display(description=_("reference number"))
    def reference(self, event: WithdrawalEvent) -> str:
        return event.request.reference

    @admin.display(description=_("staff member"))
    def staff_member(self, event: WithdrawalEvent) -> str:
        return event.by.email if event.by else "-"


@admin.register(Erasure)
class ErasureAdmin(ReadOnlyAdmin[Erasure], ServiceAdmin[Erasure]):
    """Random ids and times, for whoever restores a backup."""

    in_menu = InMenu(look=_("See when memberships were erased"))
    administrators_only = True
    list_display = ["erasure_id", "erased_at", "listed_at"]
    ordering = ["-id"]
