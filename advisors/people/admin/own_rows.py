"""What belongs to an advisor: they write their own, an administrator anybody's, the desk reads."""

from datetime import date
from typing import Any, TypeVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.conversation.forms import hours
from advisors.counseling.models import CounselingBooking
from advisors.people.models import Advisor, Office, OwnedByAdvisor
from config import days
from config.admin.visible import ServiceAdmin, staff
from config.noted import listed
from config.typed import ModelForm

Owned = TypeVar("Owned", bound=OwnedByAdvisor)


class OwnedForm(ModelForm[Owned]):
    """A row of an advisor's own; `by` is who fills it in. Only an administrator is asked whose it is."""

    by: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = own_advisor(self.by)
        if own and self.instance.pk is None and "advisor" not in self.fields:
            self.instance.advisor = own

    @property
    def advisor(self) -> Advisor | None:
        if "advisor" in self.fields:
            return self.cleaned_data.get("advisor")
        return self.instance.advisor

    def clean_day_to_come(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return day


def hour_select(first: int, last: int) -> forms.Select:
    """The hours of a day that can be meant, to choose from."""
    return forms.Select(choices=[("", "---------"), *hours(first, last)])


def own_advisor(user: User) -> Advisor | None:
    return getattr(user, "advisor", None)


class OwnedAdmin(ServiceAdmin[Owned]):
    """The base of what belongs to an advisor."""

    written: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Owned | None = None) -> tuple[str, ...]:
        if obj:
            return "advisor_name", *self.written
        return ("advisor", *self.written) if request.user.is_superuser else self.written

    def get_readonly_fields(self, request: HttpRequest, obj: Owned | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "advisor_name"]

    def choice_label(self, obj: Owned) -> str:
        return f"{obj} {obj.advisor.name}"

    @admin.display(description=_("advisor"))
    def advisor_name(self, obj: Owned) -> str:
        return obj.advisor.name

    def get_form(
        self, request: HttpRequest, obj: Owned | None = None, change: bool = False, **kwargs: Any
    ) -> type[OwnedForm[Owned]]:
        # Who is not an administrator adds for themselves, and so must be an advisor.
        if obj is None and not request.user.is_superuser and own_advisor(staff(request)) is None:
            raise PermissionDenied
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, OwnedForm)  # it is made of `form`, which each says
        form.by = staff(request)
        return form

    def get_field_queryset(
        self, db: str | None, db_field: "RelatedField[Any, Any]", request: HttpRequest
    ) -> QuerySet[Any]:
        if db_field.name == "office":
            return Office.objects.open()
        return super().get_field_queryset(db, db_field, request)

    def owns(self, request: HttpRequest, obj: Owned) -> bool:
        return request.user.is_superuser or obj.advisor.user_id == request.user.pk

    def has_change_permission(self, request: HttpRequest, obj: Owned | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or self.owns(request, obj))


def hours_in_words(bookings: QuerySet[CounselingBooking]) -> str:
    """Booked hours by day, time and id: what an advisor needs to find them, and no name."""
    said = _("%(when)s (booking %(id)s)")
    return listed(
        said % {"when": days.on_the_hour(it.slot.held_on, it.slot.hour), "id": it.pk}
        for it in bookings.select_related("slot").order_by("slot__held_on", "slot__hour")
    )
