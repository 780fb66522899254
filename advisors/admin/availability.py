from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.actions.slots import make_slots_of
from advisors.admin.owned import OwnedAdmin, OwnedForm, hours_in_words
from advisors.models import CounselingBooking, DayOff, WeeklyHours
from advisors.tasks import tell_who_waits


class AvailabilityAdmin(OwnedAdmin):
    """When an advisor has time. Slots follow at once; nothing hangs on these rows, so they may be deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        may_delete = self.may_enter(request) and ModelAdmin.has_delete_permission(self, request, obj)
        return may_delete and (obj is None or self.owns(request, obj))

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Model, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.make_slots(obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        self.make_slots(obj)

    def make_slots(self, obj: Model) -> None:
        make_slots_of(obj.advisor_id, today=timezone.localdate())
        tell_who_waits.delay_on_commit()


class WeeklyHoursForm(OwnedForm):
    def clean(self) -> dict:
        start, end = self.cleaned_data.get("from_hour"), self.cleaned_data.get("until_hour")
        if start is not None and end is not None and end <= start:
            self.add_error("until_hour", _("The end must be later than the beginning."))
        return self.cleaned_data


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(AvailabilityAdmin):
    form = WeeklyHoursForm
    list_display = ["weekday", "from_hour", "until_hour", "office", "advisor_name"]
    list_select_related = ["advisor"]
    list_filter = ["weekday"]
    ordering = ["advisor", "weekday", "from_hour"]
    written = ["weekday", "from_hour", "until_hour", "office"]


class DayOffForm(OwnedForm):
    def clean_day(self):
        return self.clean_day_to_come("day")

    def clean(self) -> dict:
        day = self.cleaned_data.get("day")
        others = DayOff.objects.filter(advisor=self.advisor, day=day).exclude(pk=self.instance.pk)
        if day and self.advisor and others.exists():
            self.add_error("day", ValidationError(_("This day is off already.")))
        return self.cleaned_data


@admin.register(DayOff)
class DayOffAdmin(AvailabilityAdmin):
    form = DayOffForm
    list_display = ["day", "advisor_name"]
    list_select_related = ["advisor"]
    ordering = ["-day", "id"]
    written = ["day"]

    def save_model(self, request: HttpRequest, obj: DayOff, form, change: bool) -> None:
        """What is booked on that day stays booked, and is named, so that somebody decides about it."""
        super().save_model(request, obj, form, change)
        bookings = CounselingBooking.objects.booked().filter(slot__advisor=obj.advisor, slot__held_on=obj.day)
        if hours := hours_in_words(bookings):
            text = gettext(
                "These hours are booked and stay so: %(hours)s. If you cannot keep one, please cancel it on its page."
            )
            self.message_user(request, text % {"hours": hours}, messages.WARNING)
