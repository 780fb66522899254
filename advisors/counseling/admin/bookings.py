from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut, OwnText
from advisors.counseling.admin.buttons import Move, moves_of, possible
from advisors.counseling.admin.by_phone import BookingByPhone
from advisors.counseling.admin.slots import TimeFilter
from advisors.counseling.models import CounselingBooking, CounselingNotes
from advisors.people.admin.pages import DeskPages
from config.admin.visible import ServiceAdmin
from config.steps import InvalidTransition

PAGE = "admin/advisors/counselingbooking/change_form.html"


class BookingTimeFilter(TimeFilter):
    day = "slot__held_on"


def own_notes(user: User) -> QuerySet[CounselingNotes]:
    """What an advisor wrote of the counseling of seekers whom they still accompany."""
    theirs = CounselingNotes.objects.visible_to(user).values("pk")
    return CounselingNotes.objects.filter(pk__in=theirs, assignment__advisor__user=user)


def booking_of(notes: CounselingNotes) -> str:
    return reverse("admin:advisors_counselingbooking_change", args=[notes.pk])


@admin.register(CounselingBooking)
class CounselingBookingAdmin(BookingByPhone, BlackingOut, MarksLeaving, DeskPages, ServiceAdmin):
    """Who comes when. Nothing is edited here: a booking moves by its buttons."""

    list_display = ["starts_at", "member_number", "member_name", "form", "advisor_name", "status"]
    list_select_related = ["seeker", "slot__advisor", "slot__office"]
    list_filter = [BookingTimeFilter, "status"]
    ordering = ["slot__held_on", "slot__hour", "id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    own_texts = {"black_out": OwnText(own_notes, booking_of)}

    @admin.display(description=_("time"))
    def starts_at(self, booking: CounselingBooking):
        return booking.slot.starts_at

    @admin.display(description=_("job seeker"))
    def member_number(self, booking: CounselingBooking) -> str:
        return booking.seeker.member_number

    @admin.display(description=_("advisor"))
    def advisor_name(self, booking: CounselingBooking) -> str:
        return booking.slot.advisor.name

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[CounselingBooking], search_term: str
    ) -> tuple[QuerySet[CounselingBooking], bool]:
        if not search_term.strip():
            return queryset, False
        seekers = find_members(JobSeeker.objects.visible_to(request.user), search_term)
        return queryset.filter(seeker__in=seekers.values("pk")), False

    # One booking

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        booking = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, booking):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, booking)
        moves = moves_of(request.user, booking, now=timezone.now())
        move = {it.name: it for it in moves}.get(request.POST.get("move", ""))
        if move is None or not self.has_change_permission(request, booking):
            raise PermissionDenied
        form = move.form(request.POST, prefix=move.name)
        if not form.is_valid():
            return self.page(request, booking, refused={move.name: form})
        seen_at = booking.slot_id
        self.press(request, booking, move, form.cleaned_data)
        if booking.slot_id != seen_at:  # perhaps to another advisor, who alone finds it now
            return redirect("admin:advisors_counselingbooking_changelist")
        return HttpResponseRedirect(request.path)

    def press(self, request: HttpRequest, booking: CounselingBooking, move: Move, typed: dict) -> None:
        """Do what the button says, and say what came of it."""
        try:
            move.act(booking, request.user, typed)
        except InvalidTransition:
            seen_at = booking.slot_id
            booking.refresh_from_db()
            messages.error(request, refused(booking, has_moved=booking.slot_id != seen_at))
        else:
            self.log_change(request, booking, move.name)
            messages.success(request, move.done)

    def page(
        self, request: HttpRequest, booking: CounselingBooking, refused: dict[str, forms.Form] | None = None
    ) -> HttpResponse:
        refused, moves = refused or {}, []
        notes = CounselingNotes.objects.visible_to(request.user)
        if self.has_change_permission(request, booking):
            moves = possible(request.user, booking, now=timezone.now())
        context = {
            "original": booking,
            "notes": notes.select_related("assignment__advisor").filter(booking=booking).first(),
            "moves": [(move, refused.get(move.name) or move.form(prefix=move.name)) for move in moves],
            "refused": next(iter(refused.values()), None),
        }
        return self.own_page(request, PAGE, gettext("Counseling %(id)s") % {"id": booking.pk}, context)


def refused(booking: CounselingBooking, *, has_moved: bool) -> str:
    if has_moved:
        return gettext("Nothing was changed: this counseling has just been moved.")
    said = gettext(
        "Nothing was changed: this counseling is “%(status)s”. One cancels before it begins and records after."
    )
    return said % {"status": booking.get_status_display()}
