"""Many hours at once: from a day to another, on some weekdays, from an hour to another."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advisors.counseling.models import CounselingSlot
from advisors.counseling.slots import Offered, offer_hours
from advisors.hours.models import FIRST_HOUR, LAST_HOUR, Weekday
from advisors.people.admin.own_rows import hour_select, own_advisor
from advisors.people.models import Advisor, Office
from advisors.tasks import tell_who_waits
from config import days
from config.admin.visible import ServiceAdmin, staff
from config.moments import DateField
from config.noted import listed, noted
from config.typed import Typed

LONGEST = timedelta(days=92)


def day_field(label: Any) -> DateField:
    return DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class FromToForm(forms.Form):
    """Which hours; an administrator says whose."""

    advisor = forms.ModelChoiceField(Advisor.objects.none(), label=_("Advisor"))
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), choices=Weekday.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    from_hour = forms.TypedChoiceField(
        label=_("From hour"), coerce=int, choices=hour_select(FIRST_HOUR, LAST_HOUR).choices
    )
    until_hour = forms.TypedChoiceField(
        label=_("Until hour"), coerce=int, choices=hour_select(FIRST_HOUR + 1, LAST_HOUR + 1).choices
    )
    office = forms.ModelChoiceField(
        Office.objects.open(), label=_("Office"), required=False, help_text=_("Empty: online and by phone only.")
    )

    def __init__(self, *args: Any, own: Advisor | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if own:
            del self.fields["advisor"]
        else:
            self.fields["advisor"].queryset = Advisor.objects.order_by("name", "pk")  # type: ignore[attr-defined]
            self.fields["advisor"].label_from_instance = lambda it: it.name  # type: ignore[attr-defined]

    def clean(self) -> Typed:
        said = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day must not be before the first."))
        elif first and last and last - first > LONGEST:
            self.add_error("last", _("Up to three months at once, please."))
        if said.get("from_hour") and said.get("until_hour") and said["until_hour"] <= said["from_hour"]:
            self.add_error("until_hour", _("The end must be later than the beginning."))
        return said

    def days(self) -> Iterator[date]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
            if day.weekday() in self.cleaned_data["weekdays"]:
                yield day


class FromTo(ServiceAdmin[CounselingSlot]):
    """The page behind "Offer hours from one day to another"."""

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.from_to_view)
        return [path("from-to/", page, name="advisors_counselingslot_from_to"), *super().get_urls()]

    def from_to_view(self, request: HttpRequest) -> HttpResponse:
        own = None if request.user.is_superuser else own_advisor(staff(request))
        if not self.has_add_permission(request) or not (own or request.user.is_superuser):
            raise PermissionDenied
        form = FromToForm(request.POST or None, own=own)
        if request.method == "POST" and form.is_valid():
            self.offer_them(request, own or form.cleaned_data["advisor"], form)
            return redirect("admin:advisors_counselingslot_changelist")
        page = "admin/advisors/counselingslot/from_to.html"
        return self.own_page(request, page, gettext("Offer hours from one day to another"), {"form": form})

    def offer_them(self, request: HttpRequest, advisor: Advisor, form: FromToForm) -> None:
        said = form.cleaned_data
        offered = offer_hours(
            advisor.pk,
            days=list(form.days()),
            hours=range(said["from_hour"], said["until_hour"]),
            office_id=said["office"] and said["office"].pk,
            now=timezone.localtime(),
        )
        tell_who_waits.delay_on_commit()
        tell(request, offered)


def tell(request: HttpRequest, offered: Offered) -> None:
    """What was made; what was not, and why."""
    made = len(offered.made)
    text = ngettext("%(count)s hour is offered now.", "%(count)s hours are offered now.", made) % {"count": made}
    messages.add_message(request, messages.SUCCESS if made else messages.WARNING, text)
    for why, hours in offered.left.items():
        told = gettext("Left out, %(why)s: %(hours)s")
        shown = listed(days.on_the_hour(*it) for it in hours[:10]) + (" …" if len(hours) > 10 else "")
        messages.warning(request, told % {"why": why.label, "hours": noted(len(hours), shown)})
