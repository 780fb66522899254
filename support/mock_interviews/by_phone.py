"""A member's advisor, or the desk, books an hour to practise for a seeker who is on the phone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from accounts.models import JobSeeker, User
from advisors.counseling import fitting
from advisors.counseling.admin.by_phone import gone
from advisors.counseling.booking import Booker
from advisors.counseling.forms import NarrowForm
from advisors.counseling.models import CounselingBooking, CounselingSlot
from advisors.counseling.refusals import AdvisorFirst, MockInterviewAhead, NotBookable
from advisors.counseling.timetable import Timetable
from config import clock
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.typed import Typed
from jobs.models import JobPosting
from support.mock_interviews.booking import book_mock_interview, postings_of
from support.mock_interviews.forms import PhonedForm
from support.mock_interviews.models import MockInterview

PURPOSE = CounselingBooking.Purpose.MOCK_INTERVIEW


def postings_for(seeker: JobSeeker, by: User) -> QuerySet[JobPosting]:
    """The seeker's own list for their advisor; for the desk what it sees anyhow, and not what they have saved."""
    theirs = postings_of(seeker)
    is_advisors = seeker.assignments.current().filter(advisor__user=by).exists()
    return theirs if is_advisors else theirs.filter(referrals__seeker=seeker)


class BookingByPhone(ServiceAdmin[MockInterview]):
    """The "add" page of mock interviews. It begins on the seeker's page."""

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return self.has_view_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            messages.info(request, gettext("Please choose the job seeker first, and then “Book a mock interview”."))
            return redirect("admin:accounts_jobseeker_changelist")
        seeker = row_of(JobSeeker.objects.visible_to(staff(request)).select_related("user"), request.GET["seeker"])
        if seeker is None:
            raise Http404
        if not seeker.assignments.current().exists():
            messages.warning(request, gettext("This job seeker has no advisor yet: the first counseling comes before."))
            return redirect("admin:accounts_jobseeker_change", seeker.pk)
        if not request.GET.get("slot"):
            return self.times_page(request, seeker)
        slot = row_of(fitting.slots_for(seeker, now=clock.now()), request.GET["slot"])
        return self.slot_page(request, seeker, slot) if slot else self.refused(request, seeker, gone(request, seeker))

    def times_page(self, request: HttpRequest, seeker: JobSeeker) -> HttpResponse:
        """The free times of the seeker's advisor, as the seeker would be shown them."""
        now = clock.now()
        slots = fitting.slots_for(seeker, now=now)
        timetable = Timetable(slots, day=request.GET.get("day", ""), place=request.GET.get("place", ""))
        ahead = CounselingBooking.objects.visible_to(staff(request)).filter(seeker=seeker, purpose=PURPOSE).ahead(now)
        context = {
            **fitting.standing(seeker),
            "member": seeker,
            "ahead": ahead.first(),
            "timetable": timetable,
            "narrow": NarrowForm(timetable, gender="", asks_gender=False),
        }
        return self.phone_page(request, "admin/support/mockinterview/times.html", context)

    def phone_page(self, request: HttpRequest, template: str, context: Typed) -> HttpResponse:
        return self.own_page(request, template, gettext("Book a mock interview"), context)

    def slot_page(self, request: HttpRequest, seeker: JobSeeker, slot: CounselingSlot) -> HttpResponse:
        form = PhonedForm(request.POST or None, postings=postings_for(seeker, staff(request)), slot=slot)
        if form.is_valid():
            return self.book(request, seeker, slot, form)
        context = {"member": seeker, "slot": slot, "form": form}
        return self.phone_page(request, "admin/advisors/counselingbooking/book.html", context)

    def book(self, request: HttpRequest, seeker: JobSeeker, slot: CounselingSlot, form: PhonedForm) -> HttpResponse:
        user = staff(request)
        by = Booker.ADVISOR if slot.advisor.user_id == user.pk else Booker.DESK
        try:
            interview = book_mock_interview(slot.pk, seeker, **form.said, by=by, staff=user)
        except NotBookable as refusal:
            return self.refused(request, seeker, refusal)
        self.log_addition(request, interview, gettext_noop("booked by phone"))
        said = gettext("The mock interview is booked. The details are on their way to the job seeker.")
        messages.success(request, said)
        return redirect("admin:support_mockinterview_change", interview.pk)

    def refused(self, request: HttpRequest, seeker: JobSeeker, refusal: NotBookable) -> HttpResponse:
        """Pressed twice, the hour is taken by the first press: then it is said that there is one ahead."""
        is_ahead = seeker.counseling_bookings.filter(purpose=PURPOSE).ahead(clock.now()).exists()
        messages.warning(request, MockInterviewAhead.said if is_ahead else refusal.to_staff)
        if isinstance(refusal, AdvisorFirst):
            return redirect("admin:accounts_jobseeker_change", seeker.pk)
        return redirect(f"{reverse('admin:support_mockinterview_add')}?seeker={seeker.pk}")
