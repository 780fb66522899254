"""Seminars as the desk holds them: written, opened, repeated and called off; who has a seat, and why nobody has one."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import URLField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from config import days
from config.admin.buttons import Button, MovedByButtons
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.keys import row_of
from config.refusals import Refusal
from config.typed import ModelForm, Typed
from support.seminars import holding, materials
from support.seminars.admin.buttons import SeminarButtons
from support.seminars.admin.by_phone import SeatsByPhone
from support.seminars.forms import AttendanceForm, MaterialForm, MemberNumberForm, SeminarForm
from support.seminars.models import Seminar, SeminarMaterial, SeminarSeat
from support.seminars.refusals import OverAlready
from support.seminars.vacancies import vacancies

# Of those whose seat has ended otherwise the newest are shown; the desk needs them when somebody rings.
ENDED_SHOWN = 50


@admin.register(Seminar)
class SeminarAdmin(SeatsByPhone, MovedByButtons[Seminar]):
    in_menu = InMenu(
        look=_("See the seminars"), change=_("Hold seminars: seats, links, attendance"), add=_("Plan a seminar")
    )
    form = SeminarForm
    fields = [
        "kind",
        "title",
        "starts_at",
        "minutes",
        "office",
        "meeting_url",
        "capacity",
        "speaker",
        "description",
        "to_bring",
    ]
    list_display = ["title", "kind", "starts_at", "place", "status", "taken_of", "waiting"]
    list_display_links = ["title"]
    list_filter = ["status", "kind", "office"]
    list_select_related = ["office"]
    ordering = ["-starts_at", "-id"]
    sortable_by = ["starts_at"]
    search_fields = ["title", "speaker"]
    search_help_text = _("Any part of the title or the speaker")
    formfield_overrides = {URLField: {"form_class": forms.URLField, "assume_scheme": "https"}}
    buttons_of = SeminarButtons
    too_late = _("Nothing was changed: this seminar is “%(status)s” by now.")
    asked_at = "ask"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    @admin.display(description=_("place"))
    def place(self, seminar: Seminar) -> str:
        return seminar.where

    @admin.display(description=_("seats held"))
    def taken_of(self, seminar: Seminar) -> str:
        return f"{seminar.held} / {seminar.capacity}"

    def choice_label(self, obj: Seminar) -> str:
        return obj.title

    # One seminar

    def row_page(
        self,
        request: HttpRequest,
        seminar: Seminar,
        buttons: SeminarButtons,
        material_form: MaterialForm | None = None,
    ) -> HttpResponse:
        now, may_change = timezone.now(), self.has_change_permission(request, seminar)
        seats = seats_of(seminar)
        is_ahead = seminar.is_open and seminar.starts_at > now
        has_begun = seminar.is_open and not is_ahead
        context = {
            "original": seminar,
            "has_begun": has_begun,
            "vacancies": vacancies(seminar, seats, now=now) if is_ahead else [],
            "seats": seats,
            "number_form": MemberNumberForm() if may_change and is_ahead else None,
            "may_correct": has_begun and now <= seminar.corrected_until,
            "unrecorded": sum(seat.is_taken for seat in seats) if has_begun else 0,
            "materials": seminar.materials.select_related("file"),
            "material_form": material_form or MaterialForm(),
            "moves": buttons.offered() if may_change else [],
            "refused": buttons.refused,
            "may_change": may_change,
        }
        return self.page(request, "row", seminar.title, context)

    def page(self, request: HttpRequest, name: str, title: str, context: Typed) -> HttpResponse:
        return self.own_page(request, f"admin/support/seminar/{name}.html", title, context)

    def asked_about(self, seminar: Seminar, button: Button) -> list[str]:
        return [seminar.title, days.when(seminar.starts_at), seminar.where]

    # Changing what is said of it

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        return [
            path("<int:row_id>/edit/", door(self.edit_view), name="support_seminar_edit"),
            path("<int:row_id>/attendance/", door(self.attendance_view), name="support_seminar_attendance"),
            path("<int:row_id>/materials/", door(self.materials_view), name="support_seminar_materials"),
            *super().get_urls(),
        ]

    def edit_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """The stock form, as long as anything can be changed."""
        seminar = self.get_object(request, unquote(str(row_id)))
        if seminar.is_off or (seminar.is_open and seminar.starts_at <= timezone.now()):
            return self.say(request, seminar, messages.ERROR, OverAlready.said)
        return self.changeform_view(request, str(row_id))

    def save_model(self, request: HttpRequest, obj: Seminar, form: ModelForm[Seminar], change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
        elif columns := self.changed_columns(form):
            holding.change_seminar(obj.pk, {name: getattr(obj, name) for name in columns})

    def response_post_save_change(self, request: HttpRequest, obj: Seminar) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.page_of(obj))

    def response_post_save_add(self, request: HttpRequest, obj: Seminar) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.page_of(obj))

    # Who was there

    def attendance_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """Everybody who has a seat, each with whether they were there."""
        seminar, now = self.changeable(request, row_id), timezone.now()
        known = seminar.seats.with_attendance() if now <= seminar.corrected_until else seminar.seats.taken()
        form = AttendanceForm(request.POST or None, seats=list(known.select_related("seeker").order_by("pk")))
        if request.method == "POST" and form.is_valid():
            return self.record(request, seminar, form.came)
        context = {"original": seminar, "form": form, "has_begun": seminar.starts_at <= now}
        return self.page(request, "attendance", gettext("Attendance: %(title)s") % {"title": seminar.title}, context)

    def record(self, request: HttpRequest, seminar: Seminar, came: dict[int, bool]) -> HttpResponse:
        try:
            recorded = holding.record_attendance(seminar.pk, came, by=staff(request))
        except Refusal as refusal:
            return self.say(request, seminar, messages.ERROR, refusal.to_staff)
        self.log_change(request, seminar, gettext_noop("attendance"))
        text = ngettext("%(count)s attendance is recorded.", "%(count)s attendances are recorded.", recorded)
        return self.say(request, seminar, messages.SUCCESS, text % {"count": recorded})

    def changeable(self, request: HttpRequest, row_id: int) -> Seminar:
        seminar = self.get_object(request, str(row_id))
        if not self.has_change_permission(request, seminar):
            raise PermissionDenied
        return seminar

    # Materials

    def materials_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """Add a file, or take one away; by its address alone it leads to the page with the button."""
        seminar = self.changeable(request, row_id)
        if request.method != "POST":
            return redirect(self.page_of(seminar))
        if "remove" in request.POST:
            return self.remove(request, seminar, request.POST["remove"])
        form = MaterialForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.row_page(request, seminar, SeminarButtons(seminar, staff(request)), material_form=form)
        materials.add_material(seminar.pk, form.cleaned_data["file"], now=timezone.now())
        self.log_change(request, seminar, gettext_noop("material added"))
        return self.say(request, seminar, messages.SUCCESS, _("The file is kept. Who had a seat is told of it."))

    def remove(self, request: HttpRequest, seminar: Seminar, key: str) -> HttpResponse:
        kept = SeminarMaterial.objects.visible_to(staff(request)).filter(seminar=seminar)
        material = row_of(kept, key)
        if material is None:
            raise Http404
        materials.remove_material(material.pk)
        self.log_change(request, seminar, gettext_noop("material removed"))
        return self.say(request, seminar, messages.SUCCESS, _("The file is taken away."))


def seats_of(seminar: Seminar) -> list[SeminarSeat]:
    """Who has a seat, is offered one or waits, in order; then those of before, the newest first."""
    seats = seminar.seats.select_related("seeker", "arranged_by", "ended_by")
    now = list(seats.current().order_by("pk"))
    ended = seats.exclude(pk__in=[seat.pk for seat in now]).order_by("-ended_at", "-pk")
    order = {status: place for place, status in enumerate(SeminarSeat.Status)}
    return sorted(now, key=lambda seat: (seat.status == "waiting", order[SeminarSeat.Status(seat.status)])) + list(
        ended[:ENDED_SHOWN]
    )
