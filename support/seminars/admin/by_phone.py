"""The desk takes a seat, or gives one up, for a member who is on the phone."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from config import days
from config.admin.buttons import Question, ask
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.typed import Text
from support.seminars import seating
from support.seminars.forms import MemberNumberForm
from support.seminars.models import Seminar, SeminarSeat, ShownSeminar
from support.seminars.refusals import NoSeat

ACTS: dict[str, tuple[Text, Callable[..., SeminarSeat | None], Text]] = {
    "join": (_("Take a seat for them"), seating.join, _("Done. The job seeker is told by mail.")),
    "accept": (_("Accept it for them"), seating.accept, _("The seat is theirs. They are told by mail.")),
    "leave": (_("Give it up for them"), seating.leave, _("It is given up, and goes to the next in line.")),
}

LOST = _("It goes to the next in line. A place in line is lost.")
LOST_AND_TOLD = _("It goes to the next in line, and the job seeker is told by mail. A place in line is lost.")


def acts_for(it: ShownSeminar, *, now: datetime) -> list[tuple[str, Text]]:
    """What can be done for a member about a seminar ahead, as they stand to it; who is leaving gets nothing new."""
    may_answer = it.seat_status == "offered" or (it.seat_status == "waiting" and it.kept_until <= now and it.free > 0)
    names = ["join"] if not it.seat_status else [*(["accept"] if may_answer else []), "leave"]
    return [(name, ACTS[name][0]) for name in names if name == "leave" or not it.is_leaving]


class SeatsByPhone(ServiceAdmin[Seminar]):
    """A page of a member's: each seminar ahead, and how they stand to it."""

    def get_urls(self) -> list[URLPattern]:
        door = self.admin_site.admin_view
        return [
            path("for/<int:seeker_id>/", door(self.member_view), name="support_seminar_for"),
            path("<int:row_id>/member/", door(self.number_view), name="support_seminar_member"),
            *super().get_urls(),
        ]

    def member_view(self, request: HttpRequest, seeker_id: int) -> HttpResponse:
        seeker, now = self.member(request, str(seeker_id)), timezone.now()
        shown = Seminar.objects.visible_to(staff(request)).ahead(now).shown_to(seeker)
        if request.method == "POST":
            return self.act(request, seeker, row_of(shown, request.POST.get("seminar", "")))
        if "leave" in request.GET:
            return self.ask_leave(request, seeker, row_of(shown, request.GET["leave"]))
        seminars = [(it, acts_for(it, now=now)) for it in shown.order_by("starts_at", "pk")]
        context = {"member": seeker, "seminars": seminars, "is_leaving": seeker.is_leaving}
        return self.own_page(request, "admin/support/seminar/for_member.html", gettext("Seats in seminars"), context)

    def number_view(self, request: HttpRequest, row_id: int) -> HttpResponse:
        """From a seminar's page to that of the member whose number is typed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form, found = MemberNumberForm(request.GET), JobSeeker.objects.visible_to(staff(request))
        seeker = found.filter(member_number=form.cleaned_data["member_number"]).first() if form.is_valid() else None
        if seeker is None:
            messages.error(request, gettext("There is no job seeker of this member number."))
            return redirect("admin:support_seminar_change", row_id)
        return redirect(f"{reverse('admin:support_seminar_for', args=[seeker.pk])}#seminar-{row_id}")

    def member(self, request: HttpRequest, key: str) -> JobSeeker:
        if not self.has_change_permission(request):
            raise PermissionDenied
        seeker = row_of(JobSeeker.objects.visible_to(staff(request)).select_related("user"), key)
        if seeker is None:
            raise Http404
        return seeker

    def act(self, request: HttpRequest, seeker: JobSeeker, it: ShownSeminar | None) -> HttpResponse:
        label, action, said = ACTS.get(request.POST.get("act", ""), (None, None, None))
        if it is None or action is None or said is None:
            messages.warning(request, gettext("Nothing was changed: this has gone on meanwhile."))
            return redirect("admin:support_seminar_for", seeker.pk)
        try:
            seat = action(it.pk, seeker, by=staff(request))
        except NoSeat as refusal:
            messages.warning(request, refusal.to_staff)
        else:
            if seat:
                self.log_change(request, it, f"{label}: {seat.pk}")
            messages.success(request, said)
        return redirect("admin:support_seminar_for", seeker.pk)

    def ask_leave(self, request: HttpRequest, seeker: JobSeeker, it: ShownSeminar | None) -> HttpResponse:
        """A place in line that is given up is not to be had again."""
        page = reverse("admin:support_seminar_for", args=[seeker.pk])
        if it is None or not it.seat_status:
            return redirect(page)
        question = Question(
            about=[seeker.called, it.title, days.when(it.starts_at), it.where],
            explanation=LOST if it.is_leaving else LOST_AND_TOLD,
            button=ACTS["leave"][0],
            action=page,
            back=page,
            sent={"seminar": [str(it.pk)], "act": ["leave"]},
        )
        return ask(self, request, question)
