from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.sign_in import staff
from accounts.users.fields import EmailField
from accounts.users.models import User
from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin
from config.typed import ModelForm


class StaffForm(ModelForm[User]):
    email = EmailField()

    class Meta:
        model = User
        fields = ["email", "language", "groups", "is_superuser", "is_active"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class UserAdmin(ServiceAdmin[User]):
    """Accounts of staff. A member's sign-in is their own and is not found here."""

    in_menu = InMenu(change=_("See which staff may sign in"), add=_("Add somebody to the staff"))
    administrators_only = True
    form = StaffForm
    list_display = ["email", "is_superuser", "is_active", "joined_at"]
    list_filter = ["is_active", "is_superuser", "groups"]
    ordering = ["email"]
    sortable_by = ["email", "joined_at"]
    search_fields = ["email"]
    search_help_text = _("Any part of the e-mail address")
    fields = ["email", "language", "groups", "is_superuser", "is_active", "joined_at"]
    readonly_fields = ["joined_at"]
    actions = ["forget_second_factors"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(is_staff=True)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody locks themselves out."""
        own = ["is_superuser", "is_active"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def choice_label(self, obj: User) -> str:
        return obj.email

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        staff.save_staff(obj, changed=self.changed_columns(form) if change else None)

    def save_related(self, request: HttpRequest, form: ModelForm[User], formsets: Any, change: bool) -> None:
        with staff.ending_lost_roles(form.instance):
            super().save_related(request, form, formsets, change)

    @admin.action(description=_("Second factor lost: let them set up a new one"))
    def forget_second_factors(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        staff.forget_second_factors(queryset)
        for user in queryset:
            self.log_change(request, user, gettext_noop("second factors removed"))
        text = _("They are signed out everywhere and set up a new second factor at their next sign-in.")
        self.message_user(request, text, messages.SUCCESS)
