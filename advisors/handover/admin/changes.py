"""The desk's queue of wishes for another advisor. Nothing here is written to the admin's log."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.search import find_members
from advisors.assignment.refusals import Away, NotAssignable
from advisors.handover import changing as actions
from advisors.handover.models import AdvisorChangeRequest
from advisors.handover.ranking import Proposal, proposals
from advisors.people.admin.pages import DeskPages
from advisors.people.models import Advisor
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.keys import row_of
from config.steps import InvalidTransition
from config.typed import Text, Typed

PARAMETER, OPEN, ENDED = "state", "open", "ended"


class StateFilter(admin.SimpleListFilter):
    """The open ones, unless somebody asks for the others or searches."""

    title = _("status")
    parameter_name = PARAMETER
    is_search = False

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [(OPEN, _("Open")), (ENDED, _("Ended"))]

    def asked(self) -> str:
        return self.value() or ("" if self.is_search else OPEN)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({PARAMETER: value})
            yield {"selected": value == self.asked(), "query_string": query, "display": label}

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AdvisorChangeRequest]
    ) -> QuerySet[AdvisorChangeRequest]:
        self.is_search = bool(request.GET.get("q", "").strip())
        match self.asked():
            case "":
                return queryset
            case "open":
                return queryset.filter(status=AdvisorChangeRequest.Status.SUBMITTED)
            case "ended":
                return queryset.filter(ended_at__isnull=False).order_by("-ended_at", "-id")
        raise IncorrectLookupParameters


class CloseForm(forms.Form):
    ticked = forms.BooleanField(
        label=_("I have spoken with the job seeker, or nobody else is needed any more."),
        error_messages={"required": _("Please tick this once it is so.")},
    )


@admin.register(AdvisorChangeRequest)
class AdvisorChangeRequestAdmin(DeskPages[AdvisorChangeRequest]):
    """Who wishes for another advisor, to everybody at the desk but those who are or were this seeker's advisor."""

    in_menu = InMenu(look=_("See wishes for another advisor"), change=_("Answer wishes for another advisor"))
    list_display = ["submitted_at", "waits", "member_number", "reason", "advisor_gender", "status"]
    list_display_links = ["submitted_at"]
    list_select_related = ["seeker__user"]
    list_filter = [StateFilter]
    ordering = ["submitted_at", "id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        """Seekers ask for themselves."""
        return False

    def choice_label(self, obj: AdvisorChangeRequest) -> str:
        return obj.seeker.called

    @admin.display(description=_("waits for"))
    def waits(self, wish: AdvisorChangeRequest) -> str:
        return timesince(wish.submitted_at, wish.ended_at or timezone.now(), depth=1)

    @admin.display(description=_("job seeker"))
    def member_number(self, wish: AdvisorChangeRequest) -> str:
        return wish.seeker.member_number

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[AdvisorChangeRequest], search_term: str
    ) -> tuple[QuerySet[AdvisorChangeRequest], bool]:
        if not search_term.strip():
            return queryset, False
        seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
        return queryset.filter(seeker__in=seekers.values("pk")), False

    # One wish

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        wish = self.get_object(request, unquote(object_id))
        form = CloseForm(request.POST if "close" in request.POST else None)
        if request.method == "POST":
            if not self.has_change_permission(request, wish):
                raise PermissionDenied
            if "close" not in request.POST or form.is_valid():
                self.press(request, wish)
                return HttpResponseRedirect(reverse("admin:advisors_advisorchangerequest_changelist"))
        return self.page(request, wish, form)

    def press(self, request: HttpRequest, wish: AdvisorChangeRequest) -> None:
        """Close it, or give the seeker the advisor whose button was pressed; say what came of it."""
        try:
            said = self.close(request, wish) if "close" in request.POST else self.reassign(request, wish)
        except NotAssignable as refusal:
            messages.error(request, refusal.said)
        except InvalidTransition:
            messages.error(request, gettext("Nothing was changed: somebody has dealt with this wish already."))
        else:
            messages.success(request, said)

    def reassign(self, request: HttpRequest, wish: AdvisorChangeRequest) -> str:
        by = staff(request)
        chosen = row_of(Advisor.objects.visible_to(by), request.POST.get("advisor", ""))
        if chosen is None:
            raise Away
        actions.reassign(wish.pk, chosen.pk, by=by)
        said = gettext("Member %(number)s has another advisor now: %(name)s. The member is told by mail.")
        return said % {"number": wish.seeker.member_number, "name": chosen.name}

    def close(self, request: HttpRequest, wish: AdvisorChangeRequest) -> str:
        actions.close(wish.pk, by=staff(request))
        return gettext("The wish is closed, and the member is told by mail.")

    def page(self, request: HttpRequest, wish: AdvisorChangeRequest, form: CloseForm) -> HttpResponse:
        may_move = wish.ended_at is None and self.has_change_permission(request, wish)
        proposed = self.proposed(wish) if may_move and not wish.seeker.is_leaving else []
        context = {
            "wish": wish,
            "present": wish.assignment.advisor,
            "may_move": may_move,
            "proposals": proposed,
            "has_room": any(not proposal.colleague.is_full for proposal in proposed),
            "form": form,
        }
        title = gettext("Another advisor for %(name)s") % {"name": wish.seeker.called}
        return self.desk_page(request, "change_form", title, context)

    def proposed(self, wish: AdvisorChangeRequest) -> list[Proposal]:
        return proposals(
            wish.seeker, wish=wish.advisor_gender, field=wish.field, styles=wish.styles, now=timezone.now()
        )
