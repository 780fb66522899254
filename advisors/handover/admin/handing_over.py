"""The page on which the desk hands all seekers of an advisor on."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from advisors.assignment.models import Assignment
from advisors.handover.handing_over import HandedOver, OwnSeekers, hand_over
from advisors.people.models import Advisor

SHOWN_FOR = timedelta(days=30)


class HandOverForm(forms.Form):
    ticked = forms.BooleanField(
        label=_("This advisor leaves, or is away for long. It cannot be undone."),
        error_messages={"required": _("Please tick this once it is so.")},
    )


class HandingOver:
    """Part of the advisor's admin."""

    def get_urls(self) -> list:
        page = self.admin_site.admin_view(self.hand_over_view)
        return [path("<path:object_id>/hand-over/", page, name="advisors_advisor_hand_over"), *super().get_urls()]

    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Before: how many it concerns, and the tick. Afterwards: who accompanies them now, and who has nobody."""
        if not may_hand_over(request):
            raise PermissionDenied
        advisor = self.get_object(request, unquote(object_id))
        form = HandOverForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            self.press(request, advisor)
            return HttpResponseRedirect(request.path)
        now = timezone.now()
        context = {
            "advisor": advisor,
            "many": Assignment.objects.visible_to(request.user).current().filter(advisor=advisor).count(),
            "is_own": advisor.user_id == request.user.pk,
            "handed": handed_on(request, advisor, since=now - SHOWN_FOR),
            "form": form,
        }
        title = gettext("Hand over the seekers of %(name)s") % {"name": advisor.name}
        return self.desk_page(request, "hand_over", title, context)

    def press(self, request: HttpRequest, advisor: Advisor) -> None:
        try:
            done = hand_over(advisor.pk, by=request.user)
        except OwnSeekers as refusal:
            messages.error(request, refusal.said)
            return
        self.log_change(request, advisor, "handed over")
        messages.add_message(request, messages.WARNING if done.left else messages.SUCCESS, in_words(done))
        if done.refused:
            said = gettext("Not handed on, because you were their advisor or something was in the way: %(numbers)s.")
            messages.error(request, said % {"numbers": ", ".join(done.refused)})


def may_hand_over(request: HttpRequest) -> bool:
    return request.user.is_superuser or request.user.is_support_desk


def in_words(done: HandedOver) -> str:
    said = ngettext(
        "%(count)d job seeker has another advisor now.", "%(count)d job seekers have another advisor now.", done.placed
    ) % {"count": done.placed}
    if not done.left:
        return said
    left = ngettext(
        "%(count)d could not be placed and is listed below.",
        "%(count)d could not be placed and are listed below.",
        done.left,
    )
    return said + " " + left % {"count": done.left}


def handed_on(request: HttpRequest, advisor: Advisor, *, since) -> list[Assignment]:
    """The ties that have ended of late, with who is the seeker's `next_advisor`; those without one first."""
    following = Assignment.objects.current().filter(seeker=OuterRef("seeker")).values("advisor__name")
    ties = Assignment.objects.visible_to(request.user).filter(advisor=advisor, ended_at__gte=since)
    ties = ties.select_related("seeker").annotate(next_advisor=following).order_by("-ended_at", "pk")
    return sorted(ties, key=lambda tie: tie.next_advisor is not None)
