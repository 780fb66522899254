"""The page on which the desk gives one job seeker another advisor. Nothing here is written to the admin's log.

What it leaves is what a wish for another advisor leaves that is fulfilled, so that neither is known by its traces.
"""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, JobSeeker
from advisors.assignment.models import Assignment
from advisors.assignment.refusals import Away, NotAssignable
from advisors.handover.models import AdvisorChangeRequest
from advisors.handover.ranking import proposals
from advisors.handover.replacing import obstacle, replace_by_desk
from advisors.people.admin.pages import DeskPages
from advisors.people.models import Advisor
from config.admin.buttons import Question, ask
from config.admin.visible import staff
from config.keys import row_of

WHAT_HAPPENS = _(
    "The job seeker is told by mail who it is. Open referrals go along, and the counseling ahead if the time can be "
    "kept. The advisor of now no longer sees this job seeker, and does not become their advisor again."
)


class WishForm(forms.Form):
    """Of which gender the next advisor has to be: as it was wished for so far, unless the seeker says otherwise."""

    wish = forms.ChoiceField(label=_("Wish for the next advisor"), choices=AdvisorGender.choices)


class Replacing(DeskPages[Assignment]):
    """Part of the assignment's admin."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.another_view)
        return [path("<path:object_id>/another/", page, name="advisors_assignment_another"), *super().get_urls()]

    def another_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Who could be the next; then whom it is about, and who is told; then it is done."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        tie = self.get_object(request, unquote(object_id))
        asked = request.POST if request.method == "POST" else request.GET
        wish = wished(tie.seeker, asked)
        because = obstacle(tie, staff(request))
        filed = AdvisorChangeRequest.objects.visible_to(staff(request)).open().filter(seeker=tie.seeker).first()
        if filed and not because:
            messages.info(request, gettext("This job seeker has asked for another advisor. This is the wish."))
            return redirect("admin:advisors_advisorchangerequest_change", filed.pk)
        if because or "advisor" not in asked:
            return self.choose_page(request, tie, wish, because)
        try:
            return self.next_step(request, tie, wish, chosen(request, asked["advisor"]))
        except NotAssignable as refusal:
            messages.error(request, refusal.said)
            return redirect(request.path)

    def choose_page(
        self, request: HttpRequest, tie: Assignment, wish: str, because: NotAssignable | None
    ) -> HttpResponse:
        context = {
            "tie": tie,
            "wish": wish,
            "refused": because and because.said,
            "proposals": [] if because else proposals(tie.seeker, wish=wish, now=timezone.now()),
            "form": WishForm(initial={"wish": wish}),
        }
        return self.desk_page(request, "another", title_of(tie), context)

    def next_step(self, request: HttpRequest, tie: Assignment, wish: str, advisor: Advisor) -> HttpResponse:
        if request.method != "POST":
            return ask(self, request, question(request, tie, wish, advisor))
        made = replace_by_desk(tie.pk, advisor.pk, wish=wish, by=staff(request))
        said = gettext("Member %(number)s has another advisor now: %(name)s. The member is told by mail.")
        messages.success(request, said % {"number": tie.seeker.member_number, "name": advisor.name})
        return redirect("admin:advisors_assignment_change", made.pk)


def wished(seeker: JobSeeker, asked: QueryDict) -> str:
    wish = asked.get("wish", "")
    return wish if wish in AdvisorGender.values else seeker.advisor_gender


def chosen(request: HttpRequest, key: str) -> Advisor:
    """Raises `Away` where there is none of this key."""
    advisor = row_of(Advisor.objects.visible_to(staff(request)), key)
    if advisor is None:
        raise Away
    return advisor


def title_of(tie: Assignment) -> str:
    return gettext("Another advisor for %(name)s") % {"name": tie.seeker.called}


def question(request: HttpRequest, tie: Assignment, wish: str, advisor: Advisor) -> Question:
    about = [
        f"{tie.seeker.member_number} {tie.seeker.name}",
        gettext("Advisor so far: %(name)s") % {"name": tie.advisor.name},
        gettext("Next advisor: %(name)s") % {"name": advisor.name},
    ]
    here, sent = request.path, {"advisor": [str(advisor.pk)], "wish": [wish]}
    button = gettext("Replace the advisor")
    return Question(about, WHAT_HAPPENS, button, action=here, back=f"{here}?wish={wish}", sent=sent)
