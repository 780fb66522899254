from datetime import date

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.counseling.closing import close, open_again
from advisors.counseling.models import CounselingBooking
from advisors.people.admin.own_rows import hours_in_words
from advisors.people.models import ClosedDay
from config import days
from config.admin.menu import InMenu
from config.admin.visible import ServiceAdmin
from config.business_days import is_business_day
from config.typed import ModelForm, Typed


class ClosedDayForm(ModelForm[ClosedDay]):
    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        if ClosedDay.objects.filter(day=day).exists() or not is_business_day(day):
            raise ValidationError(_("The service is closed on this day already."))
        return day


@admin.register(ClosedDay)
class ClosedDayAdmin(ServiceAdmin[ClosedDay]):
    """Single days on which the service is closed. A day that was closed stays as it was counted: only one to come may
    be opened again."""

    in_menu = InMenu(
        look=_("See on which days we are closed"),
        change=_("See on which days we are closed"),
        add=_("Enter a closed day"),
    )
    form = ClosedDayForm
    change_list_template = "admin/advisors/closedday/change_list.html"
    list_display = ["day", "reason"]
    ordering = ["-day"]
    fields = ["day", "reason"]

    def choice_label(self, obj: ClosedDay) -> str:
        return days.day(obj.day)

    def has_change_permission(self, request: HttpRequest, obj: ClosedDay | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ClosedDay | None = None) -> bool:
        may_delete = self.may_enter(request) and ModelAdmin.has_delete_permission(self, request, obj)
        return may_delete and (obj is None or obj.day > timezone.localdate())

    def changelist_view(self, request: HttpRequest, extra_context: Typed | None = None) -> HttpResponse:
        by_settings = sorted(day for day in settings.EXTRA_CLOSED_DAYS if day >= timezone.localdate())
        return super().changelist_view(request, {"by_settings": by_settings, **(extra_context or {})})

    def save_model(self, request: HttpRequest, obj: ClosedDay, form: ModelForm[ClosedDay], change: bool) -> None:
        close(obj, today=timezone.localdate())
        self.message_user(request, _("Deadlines that were promised already stay as they are."), messages.INFO)
        if hours := hours_in_words(CounselingBooking.objects.booked().filter(slot__held_on=obj.day)):
            text = gettext("These hours are booked and stay so: %(hours)s. Please move or cancel what cannot be held.")
            self.message_user(request, text % {"hours": hours}, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: ClosedDay) -> None:
        open_again(obj)
