"""The desk reserves a suit for a seeker who is on the phone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.models import JobSeeker
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.typed import Typed
from jobs.models import JobInterview
from support.suits import booking as actions
from support.suits.affected import alternatives
from support.suits.forms import PhonedReserveForm
from support.suits.models import SuitLoan
from support.suits.offered import by_office, kinds
from support.suits.refusals import AlreadyReserved, Leaving, NoneLeft, NotLent


class ReservingByPhone(ServiceAdmin[SuitLoan]):
    """The "add" page of loans. It begins on the seeker's page, and is the desk's."""

    def has_add_permission(self, request: HttpRequest, *args: object) -> bool:
        return self.has_change_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            messages.info(request, gettext("Please choose the job seeker first, and then “Reserve a suit”."))
            return redirect("admin:accounts_jobseeker_changelist")
        seeker = row_of(JobSeeker.objects.visible_to(staff(request)).select_related("user"), request.GET["seeker"])
        if seeker is None:
            raise Http404
        offered, now = kinds(), timezone.now()
        interviews = JobInterview.objects.visible_to(staff(request)).standing().filter(referral__seeker=seeker)
        form = PhonedReserveForm(
            request.POST if request.method == "POST" else None,
            offices=dict.fromkeys((kind.office_id, kind.office) for kind in offered),
            interviews=interviews.filter(starts_at__gt=now).select_related("referral__posting__company"),
        )
        context: Typed = {
            "member": seeker,
            "form": form,
            "offered": by_office(offered),
            "loans": SuitLoan.objects.visible_to(staff(request)).live().filter(seeker=seeker).select_related("office"),
            "is_leaving": seeker.is_leaving,
        }
        if form.is_valid():
            return self.reserve(request, seeker, form, context)
        return self.reserve_page(request, context)

    def reserve_page(self, request: HttpRequest, context: Typed) -> HttpResponse:
        return self.own_page(request, "admin/support/suitloan/add.html", gettext("Reserve a suit"), context)

    def reserve(self, request: HttpRequest, seeker: JobSeeker, form: PhonedReserveForm, context: Typed) -> HttpResponse:
        """A refusal stands in the form, with what was typed; where none is left, with what else is free."""
        try:
            loan = actions.reserve(seeker, **form.wanted, by=staff(request))
        except NoneLeft as refusal:
            form.add_error(None, refusal.to_staff)
            free = alternatives(refusal.key, refusal.span, now=timezone.now())
            return self.reserve_page(request, context | {"instead": [other.label for other in free]})
        except NotLent as refusal:
            of_seeker = isinstance(refusal, AlreadyReserved | Leaving)
            of_day = "needed_on" if form.is_for_other_day else "interview"
            form.add_error(None if of_seeker else of_day, refusal.to_staff)
            return self.reserve_page(request, context)
        self.log_addition(request, loan, gettext_noop("reserved by phone"))
        messages.success(request, gettext("The suit is reserved. The details are on their way to the job seeker."))
        return redirect("admin:support_suitloan_change", loan.pk)
