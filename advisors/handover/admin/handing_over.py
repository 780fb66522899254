"""The page on which the desk hands all seekers of an advisor on."""

from datetime import datetime, timedelta
from typing import TypedDict

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from advisors.assignment.models import Assignment
from advisors.handover.handing_over import HandedOver, OwnSeekers, hand_over
from advisors.people.admin.pages import DeskPages
from advisors.people.models import Advisor
from config.admin.visible import staff
from config.noted import listed
from config.typed import WithAnnotations

SHOWN_FOR = timedelta(days=30)


class HandOverForm(forms.Form):
    ticked = forms.BooleanField(
        label=_("This advisor leaves, or is away for long. It cannot be undone."),
        error_messages={"required": _("Please tick this once it is so.")},
    )


class HandingOver(DeskPages[Advisor]):
    """Part of the advisor's admin."""

    def get_urls(self) -> list[URLPattern]:
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
            "many": Assignment.objects.visible_to(staff(request)).current().filter(advisor=advisor).count(),
            "is_own": advisor.user_id == request.user.pk,
            "handed": handed_on(request, advisor, since=now - SHOWN_FOR),
            "form": form,
        }
        title = gettext("Hand over the seekers of %(name)s") % {"name": advisor.name}
        return self.desk_page(request, "hand_over", title, context)

    def press(self, request: HttpRequest, advisor: Advisor) -> None:
        try:
            done = hand_over(advisor.pk, by=staff(request))
        except OwnSeekers as refusal:
            messages.error(request, refusal.said)
            return
        self.log_change(request, advisor, gettext_noop("handed over"))
        messages.add_message(request, messages.WARNING if done.left else messages.SUCCESS, in_words(done))
        if done.refused:
            said = gettext("Not handed on, because you were their advisor or something was in the way: %(numbers)s.")
            messages.error(request, said % {"numbers": listed(done.refused)})


def may_hand_over(request: HttpRequest) -> bool:
    return request.user.is_superuser or staff(request).is_support_desk


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


class Follower(TypedDict):
    """The name of the advisor who accompanies the seeker of a tie that has ended, if anybody does."""

    next_advisor: str | None


def handed_on(
    request: HttpRequest, advisor: Advisor, *, since: datetime
) -> list[WithAnnotations[Assignment, Follower]]:
    """The ties that have ended of late; those of whom nobody accompanies now first."""
    following = Assignment.objects.current().filter(seeker=OuterRef("seeker")).values("advisor__name")
    seen: QuerySet[Assignment] = Assignment.objects.visible_to(staff(request)).select_related("seeker")
    ties = seen.filter(advisor=advisor, ended_at__gte=since).annotate(next_advisor=following)
    return sorted(ties.order_by("-ended_at", "pk"), key=lambda tie: tie.next_advisor is not None)
