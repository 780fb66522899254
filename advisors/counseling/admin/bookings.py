from datetime import datetime

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut, OwnText
from advisors.counseling.admin.buttons import BookingButtons
from advisors.counseling.admin.by_phone import BookingByPhone
from advisors.counseling.admin.slots import TimeFilter
from advisors.counseling.models import CounselingBooking, CounselingNotes
from advisors.people.admin.pages import DeskPages
from config import days
from config.admin.buttons import Button, MovedByButtons
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.noted import followed_by
from config.refusals import Refusal

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
class CounselingBookingAdmin(
    MovedByButtons[CounselingBooking],
    BookingByPhone,
    BlackingOut[CounselingBooking],
    MarksLeaving[CounselingBooking],
    DeskPages[CounselingBooking],
):
    """Who comes when. Nothing is edited here: a booking moves by its buttons."""

    in_menu = InMenu(
        look=_("See appointments"),
        change=_("See appointments, and record what came of them"),
        add=_("Book an hour for a job seeker"),
    )
    list_display = ["starts_at", "member_number", "member_name", "purpose", "form", "advisor_name", "status"]
    list_select_related = ["seeker", "slot__advisor", "slot__office"]
    list_filter = [BookingTimeFilter, "purpose", "status"]
    ordering = ["slot__held_on", "slot__hour", "id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    own_texts = {"black_out": OwnText(own_notes, booking_of)}
    buttons_of = BookingButtons
    too_late = _("Nothing was changed: this hour is “%(status)s”. One cancels before it begins and records after.")

    def choice_label(self, obj: CounselingBooking) -> str:
        return f"{obj.seeker.called} {days.when(obj.slot.starts_at)}"

    @admin.display(description=_("time"))
    def starts_at(self, booking: CounselingBooking) -> datetime:
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
        seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
        return queryset.filter(seeker__in=seekers.values("pk")), False

    # One booking

    def refuse(self, request: HttpRequest, row: CounselingBooking, button: Button, refusal: Refusal) -> HttpResponse:
        seen_at = row.slot_id
        level, said = self.why_not(row, refusal)
        if row.slot_id == seen_at:
            return self.say(request, row, level, said)
        # Perhaps to another advisor, who alone finds it now.
        messages.error(request, gettext("Nothing was changed: this hour has just been moved."))
        return redirect("admin:advisors_counselingbooking_changelist")

    def row_page(self, request: HttpRequest, booking: CounselingBooking, buttons: BookingButtons) -> HttpResponse:
        notes = CounselingNotes.objects.visible_to(staff(request))
        context = {
            "original": booking,
            "notes": notes.select_related("assignment__advisor").filter(booking=booking).first(),
            "moves": buttons.offered() if self.has_change_permission(request, booking) else [],
            "refused": buttons.refused,
        }
        return self.own_page(request, PAGE, self.heading(booking), context)

    def heading(self, obj: CounselingBooking) -> str:
        return followed_by(obj.get_purpose_display(), self.choice_label(obj))
