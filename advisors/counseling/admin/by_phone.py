"""The desk books a counseling for a seeker who is on the phone: the times that fit, one of them, and the button."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.models import AdvisorGender, JobSeeker
from advisors.assignment.refusals import OwnSeeker
from advisors.counseling import booking as actions
from advisors.counseling import fitting
from advisors.counseling.forms import BookingForm, NarrowForm
from advisors.counseling.models import CounselingBooking, CounselingSlot
from advisors.counseling.refusals import AlreadyBooked, NotBookable, SlotTaken
from advisors.counseling.timetable import Timetable
from advisors.people.admin.pages import DeskPages
from config.admin.visible import staff
from config.keys import is_key, row_of
from config.typed import Typed


class BookingByPhone(DeskPages[CounselingBooking]):
    """The "add" page of bookings. It begins on the seeker's page, and is the desk's."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            messages.info(request, gettext("Please choose the job seeker first, and then “Book counseling”."))
            return redirect("admin:accounts_jobseeker_changelist")
        by = staff(request)
        seeker = row_of(JobSeeker.objects.visible_to(by).select_related("user"), request.GET["seeker"])
        if seeker is None:
            raise Http404
        if seeker.has_had(by) and not seeker.assignments.current().exists():
            # The times that fit tell which gender the seeker wishes for now.
            messages.error(request, OwnSeeker.said)
            return redirect("admin:accounts_jobseeker_change", seeker.pk)
        if not request.GET.get("slot"):
            return self.times_page(request, seeker)
        slot = row_of(fitting.slots_for(seeker, now=timezone.now()), request.GET["slot"])
        return self.slot_page(request, seeker, slot) if slot else self.refused(request, seeker, gone(request, seeker))

    def times_page(self, request: HttpRequest, seeker: JobSeeker) -> HttpResponse:
        """The free times that fit the seeker's wish, as the seeker would be shown them."""
        standing, now, by = fitting.standing(seeker), timezone.now(), staff(request)
        asks_gender = seeker.advisor_gender == AdvisorGender.ANY and standing["own_advisor"] is None
        wish = request.GET.get("gender", "") if asks_gender else ""
        wish = wish if wish in AdvisorGender.values else AdvisorGender.ANY
        slots = fitting.slots_for(seeker, now=now, wish=wish)
        timetable = Timetable(slots, day=request.GET.get("day", ""), place=request.GET.get("place", ""))
        context = {
            **standing,
            "member": seeker,
            "is_own": seeker.has_had(by),
            "ahead": CounselingBooking.objects.visible_to(by).counseling().ahead(now).filter(seeker=seeker).first(),
            "timetable": timetable,
            "narrow": NarrowForm(timetable, gender=wish, asks_gender=asks_gender),
        }
        return self.desk_page(request, "times", gettext("Book counseling"), context)

    def slot_page(self, request: HttpRequest, seeker: JobSeeker, slot: CounselingSlot) -> HttpResponse:
        form = BookingForm(request.POST or None, slot=slot)
        if request.method == "POST" and form.is_valid():
            return self.book(request, seeker, slot, form)
        context = {"member": seeker, "slot": slot, "form": form}
        return self.desk_page(request, "book", gettext("Book counseling"), context)

    def book(self, request: HttpRequest, seeker: JobSeeker, slot: CounselingSlot, form: BookingForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            booking = actions.book_slot(slot.pk, seeker, **said, by=actions.Booker.DESK, staff=staff(request))
        except NotBookable as refusal:
            return self.refused(request, seeker, refusal)
        self.log_addition(request, booking, gettext_noop("booked by phone"))
        messages.success(request, gettext("The counseling is booked. The details are on their way to the job seeker."))
        return redirect("admin:advisors_counselingbooking_change", booking.pk)

    def refused(self, request: HttpRequest, seeker: JobSeeker, refusal: NotBookable) -> HttpResponse:
        is_ahead = seeker.counseling_bookings.counseling().ahead(timezone.now()).exists()
        messages.warning(request, AlreadyBooked.said if is_ahead else refusal.to_staff)
        return redirect(f"{reverse('admin:advisors_counselingbooking_add')}?seeker={seeker.pk}")


def gone(request: HttpRequest, seeker: JobSeeker) -> NotBookable:
    """Why a time is no longer among those that fit."""
    slot_id = request.GET["slot"]
    slot = fitting.slot_shown_to(slot_id, seeker) if is_key(CounselingSlot._meta.pk, slot_id) else None
    return slot and actions.interview_during(slot, seeker) or SlotTaken()
