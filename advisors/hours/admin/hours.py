from datetime import date, timedelta

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.counseling.models import CounselingBooking
from advisors.counseling.slots import make_slots_of
from advisors.hours.models import FIRST_HOUR, LAST_HOUR, DayOff, Weekday, WeeklyHours
from advisors.people.admin.own_rows import Owned, OwnedAdmin, OwnedForm, hour_select, hours_in_words
from advisors.tasks import tell_who_waits
from config import days
from config.admin.menu import InMenu
from config.moments import DateField
from config.typed import ModelForm, Typed

LONGEST_OFF = timedelta(days=92)


class AvailabilityAdmin(OwnedAdmin[Owned]):
    """When an advisor has time. Slots follow at once; nothing hangs on these rows, so they may be deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Owned | None = None) -> bool:
        may_delete = self.may_enter(request) and ModelAdmin.has_delete_permission(self, request, obj)
        return may_delete and (obj is None or self.owns(request, obj))

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Owned, form: ModelForm[Owned], change: bool) -> None:
        super().save_model(request, obj, form, change)
        self.make_slots(obj)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Owned) -> None:
        super().delete_model(request, obj)
        self.make_slots(obj)

    def make_slots(self, obj: Owned) -> None:
        make_slots_of(obj.advisor_id, today=timezone.localdate())
        tell_who_waits.delay_on_commit()


class WeeklyHoursForm(OwnedForm[WeeklyHours]):
    class Meta:
        widgets = {
            "from_hour": hour_select(FIRST_HOUR, LAST_HOUR),
            "until_hour": hour_select(FIRST_HOUR + 1, LAST_HOUR + 1),
        }

    def clean(self) -> Typed:
        start, end = self.cleaned_data.get("from_hour"), self.cleaned_data.get("until_hour")
        weekday = self.cleaned_data.get("weekday")
        if weekday in (Weekday.SATURDAY, Weekday.SUNDAY) and self.cleaned_data.get("office"):
            self.add_error("office", _("The offices are closed at weekends. Online and by phone it can be held."))
        if start is None or end is None:
            return self.cleaned_data
        if end <= start:
            self.add_error("until_hour", _("The end must be later than the beginning."))
        elif weekday is not None and self.advisor:
            self.refuse_overlap(self.advisor.weekly_hours.filter(weekday=weekday), start, end)
        return self.cleaned_data

    def refuse_overlap(self, same_day: QuerySet[WeeklyHours], start: int, end: int) -> None:
        others = same_day.exclude(pk=self.instance.pk)
        if other := others.filter(from_hour__lt=end, until_hour__gt=start).order_by("from_hour").first():
            text = _("There are hours from %(start)s:00 to %(end)s:00 on this day already. Hours may not overlap.")
            said = {"start": other.from_hour, "end": other.until_hour}
            self.add_error("from_hour", ValidationError(text, params=said))


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(AvailabilityAdmin[WeeklyHours]):
    in_menu = InMenu(look=_("See the weekly hours"), change=_("Set the weekly hours"), add=_("Add weekly hours"))
    form = WeeklyHoursForm
    list_display = ["weekday", "from_hour", "until_hour", "office", "advisor_name"]
    list_select_related = ["advisor"]
    list_filter = ["weekday"]
    ordering = ["advisor", "weekday", "from_hour"]
    written = ("weekday", "from_hour", "until_hour", "office")


class DayOffForm(OwnedForm[DayOff]):
    """A day, or all days up to another; those of them that are off already are left as they are."""

    until = DateField(
        label=_("up to and with"),
        required=False,
        widget=admin.widgets.AdminDateWidget,
        help_text=_("For several days in a row; empty for a single one."),
    )
    days: list[date] = []

    def clean_day(self) -> date:
        return self.clean_day_to_come("day")

    def clean(self) -> Typed:
        first, last = self.cleaned_data.get("day"), self.cleaned_data.get("until")
        if not first or not self.advisor or "until" in self.errors:
            return self.cleaned_data
        last = last or first
        if last < first:
            self.add_error("until", _("The last day must not be before the first."))
        elif last - first > LONGEST_OFF:
            self.add_error(
                "until", _("Up to three months at once, please. For longer, an administrator marks you away.")
            )
        else:
            self.choose_days(first, last)
        return self.cleaned_data

    def choose_days(self, first: date, last: date) -> None:
        others = DayOff.objects.filter(advisor=self.advisor, day__range=(first, last)).exclude(pk=self.instance.pk)
        off = set(others.values_list("day", flat=True))
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self.days = [day for day in days if day not in off]
        if self.days:
            self.cleaned_data["day"] = self.days[0]
        else:
            self.add_error("day", ValidationError(_("This day is off already.")))


@admin.register(DayOff)
class DayOffAdmin(AvailabilityAdmin[DayOff]):
    in_menu = InMenu(look=_("See the days off"), change=_("See the days off"), add=_("Enter a day off"))
    form = DayOffForm
    list_display = ["day", "advisor_name"]
    list_select_related = ["advisor"]
    ordering = ["-day", "id"]
    written = ("day",)

    def choice_label(self, obj: DayOff) -> str:
        return f"{days.day(obj.day)} {obj.advisor.name}"

    def get_fields(self, request: HttpRequest, obj: DayOff | None = None) -> tuple[str, ...]:
        return *super().get_fields(request, obj), *(() if obj else ("until",))

    def save_model(self, request: HttpRequest, obj: DayOff, form: ModelForm[DayOff], change: bool) -> None:
        """What is booked on those days stays booked, and is named, so that somebody decides about it."""
        assert isinstance(form, DayOffForm)  # it is made of `form`
        further = [DayOff(advisor=obj.advisor, day=day) for day in form.days[1:]]
        DayOff.objects.bulk_create(further, ignore_conflicts=True)
        super().save_model(request, obj, form, change)
        bookings = CounselingBooking.objects.booked().filter(slot__advisor=obj.advisor, slot__held_on__in=form.days)
        if hours := hours_in_words(bookings):
            text = gettext(
                "These hours are booked and stay so: %(hours)s. If you cannot keep one, please cancel it on its page."
            )
            self.message_user(request, text % {"hours": hours}, messages.WARNING)
