from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from advisors.counseling.admin.from_to import FromTo
from advisors.counseling.models import Bookable, CounselingBooking, CounselingSlot, SlotWait, is_bookable
from advisors.counseling.slots import offer
from advisors.hours.models import FIRST_HOUR, LAST_HOUR
from advisors.people.admin.own_rows import OwnedAdmin, OwnedForm, hour_select
from advisors.tasks import tell_who_waits
from config import days
from config.admin.menu import InMenu
from config.admin.visible import ReadOnlyAdmin, ServiceAdmin
from config.business_days import is_business_day
from config.typed import ModelForm, Row, Text, Typed, WithAnnotations


class SlotForm(OwnedForm[CounselingSlot]):
    """A single hour that an advisor offers beside the weekly ones."""

    class Meta:
        widgets = {"hour": hour_select(FIRST_HOUR, LAST_HOUR)}

    def clean_held_on(self) -> date:
        return self.clean_day_to_come("held_on")

    def clean(self) -> Typed:
        day, hour = self.cleaned_data.get("held_on"), self.cleaned_data.get("hour")
        if day and self.cleaned_data.get("office") and not is_business_day(day):
            self.add_error("office", _("The offices are closed on that day. Online and by phone it can be held."))
        if day and hour and self.advisor and self.advisor.slots.filter(held_on=day, hour=hour).exists():
            text = _("There is a slot at this hour already. If it was taken back, it can be offered again in the list.")
            self.add_error("hour", ValidationError(text))
        return self.cleaned_data


class TimeFilter(admin.SimpleListFilter):
    """What is to come, unless the past is asked for."""

    title = _("time")
    parameter_name = "time"
    day = "held_on"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("past", _("Past"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice, label in zip(super().choices(changelist), [_("To come"), _("Past")], strict=True):
            yield {**choice, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Row]) -> QuerySet[Row]:
        is_past = "lt" if self.value() == "past" else "gte"
        return queryset.filter(**{f"{self.day}__{is_past}": timezone.localdate()})


FIXED = ("held_on", "hour", "office_name")


class Listed(Bookable):
    """Whether a slot is somebody's."""

    is_booked: bool


ListedSlot = WithAnnotations[CounselingSlot, Listed]


@admin.register(CounselingSlot)
class CounselingSlotAdmin(FromTo, OwnedAdmin[CounselingSlot]):
    """The hours that are offered. They are made from the weekly hours; single ones are added here."""

    in_menu = InMenu(
        look=_("See which hours are offered"),
        change=_("See which hours are offered, and take some back"),
        add=_("Offer a single hour"),
    )
    form = SlotForm
    list_display = ["held_on", "hour", "advisor_name", "office", "offered", "is_taken", "is_by_hand"]
    list_select_related = ["advisor"]
    list_filter = [TimeFilter, "is_offered"]
    ordering = ["held_on", "hour", "id"]
    actions = ["take_back", "offer_again"]
    written = ("held_on", "hour", "office")

    def choice_label(self, obj: CounselingSlot) -> str:
        return f"{days.when(obj.starts_at)} {obj.advisor.name}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[CounselingSlot]:
        bookings = CounselingBooking.objects.holding().filter(slot=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_bookable=is_bookable(), is_booked=Exists(bookings))

    @admin.display(description=_("offered"), boolean=True)
    def offered(self, slot: ListedSlot) -> bool:
        return slot.is_bookable

    @admin.display(description=_("office"))
    def office_name(self, slot: CounselingSlot) -> str:
        """In place of a link to the office's page, which the desk keeps."""
        return str(slot.office or "-")

    @admin.display(description=_("booked"), boolean=True)
    def is_taken(self, slot: ListedSlot) -> bool:
        return slot.is_booked

    def get_fields(self, request: HttpRequest, obj: CounselingSlot | None = None) -> tuple[str, ...]:
        if obj:
            return "advisor_name", *FIXED, "is_offered", "is_taken", "is_by_hand"
        return super().get_fields(request)

    def get_readonly_fields(self, request: HttpRequest, obj: CounselingSlot | None = None) -> list[str]:
        """A slot that is there is taken back or offered again; it never turns into another hour."""
        return [*super().get_readonly_fields(request, obj), *(FIXED if obj else ()), "is_taken", "is_by_hand"]

    def save_model(
        self, request: HttpRequest, obj: CounselingSlot, form: ModelForm[CounselingSlot], change: bool
    ) -> None:
        if change:
            offer([obj.pk], is_offered=obj.is_offered)
        else:
            obj.is_by_hand = True
            super().save_model(request, obj, form, change)
        tell_who_waits.delay_on_commit()

    @admin.action(permissions=["change"], description=_("Take the chosen slots back"))
    def take_back(self, request: HttpRequest, queryset: QuerySet[CounselingSlot]) -> None:
        self.offer(request, queryset, is_offered=False)
        self.message_user(request, _("Nobody can book them any more. What is booked stays."), messages.SUCCESS)

    @admin.action(permissions=["change"], description=_("Offer the chosen slots again"))
    def offer_again(self, request: HttpRequest, queryset: QuerySet[CounselingSlot]) -> None:
        self.offer(request, queryset, is_offered=True)
        tell_who_waits.delay_on_commit()
        self.message_user(request, _("They can be booked again."), messages.SUCCESS)

    @transaction.atomic
    def offer(self, request: HttpRequest, slots: Iterable[CounselingSlot], *, is_offered: bool) -> None:
        own = [slot for slot in slots if self.owns(request, slot)]
        offer([slot.pk for slot in own], is_offered=is_offered)
        for slot in own:
            self.log_change(request, slot, gettext_noop("offered again") if is_offered else gettext_noop("taken back"))


@admin.register(SlotWait)
class SlotWaitAdmin(ReadOnlyAdmin[SlotWait], ServiceAdmin[SlotWait]):
    """Who waits for a slot that fits, for the desk."""

    in_menu = InMenu(look=_("See who waits for a time that fits"))
    list_display = ["member_number", "gender", "prefecture", "since", "told_at"]
    list_select_related = ["seeker"]
    ordering = ["since"]
    fields = ["member_number", "gender", "prefecture", "since", "told_at"]

    def choice_label(self, obj: SlotWait) -> str:
        return obj.seeker.called

    @admin.display(description=_("job seeker"))
    def member_number(self, wait: SlotWait) -> str:
        return wait.seeker.member_number
