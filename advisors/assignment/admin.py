from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from accounts.users.search import find_members
from advisors.assignment import assigning
from advisors.assignment.models import Assignment, AssignmentQuerySet
from advisors.assignment.refusals import HasAdvisor, NotAssignable, OwnSeeker, SeekerLeaves
from advisors.handover import replacing
from advisors.handover.admin.replacing import Replacing
from advisors.handover.unassigned import by_waiting_time, cases
from advisors.people.models import Advisor
from config.admin.lists import ServicePaginator
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.keys import row_of
from config.noted import followed_by
from config.typed import ModelForm, Row, Text, Typed

PER_PAGE = 20
PROPOSED = 4
FIELDS = ("member_number", "advisor_name", "began_at", "ended_at")


class AssignmentForm(ModelForm[Assignment]):
    """Give a job seeker an advisor: one at a time, and as they wish; `by` is who fills it in."""

    by: User

    class Meta:
        model = Assignment
        fields = ["seeker", "advisor"]

    def clean_seeker(self) -> JobSeeker:
        seeker: JobSeeker = self.cleaned_data["seeker"]
        if seeker.has_had(self.by):
            raise forms.ValidationError(OwnSeeker.said)
        if seeker.assignments.current().exists():
            raise forms.ValidationError(HasAdvisor.said)
        if seeker.is_leaving:
            raise forms.ValidationError(SeekerLeaves.said)
        return seeker

    def clean(self) -> Typed:
        seeker, advisor = self.cleaned_data.get("seeker"), self.cleaned_data.get("advisor")
        because = assigning.refusal(seeker, advisor) if seeker and advisor else None
        if because:
            self.add_error("advisor", because.said)
        return self.cleaned_data


class CurrentFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("current", _("Current")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:
        wanted = {"current": True, "ended": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(ended_at__isnull=wanted)


@admin.register(Assignment)
class AssignmentAdmin(Replacing):
    """Who accompanies whom, and did. An assignment is made and ended; it is never rewritten."""

    in_menu = InMenu(
        look=_("See who accompanies whom"),
        change=_("See who accompanies whom, and change it"),
        add=_("Give a job seeker an advisor"),
    )
    form = AssignmentForm
    list_display = FIELDS
    list_select_related = ["seeker", "advisor"]
    list_filter = [CurrentFilter, "advisor"]
    ordering = ["-id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    actions = ["end"]

    def choice_label(self, obj: Assignment) -> str:
        return f"{obj.seeker.called} · {obj.advisor.name}"

    @admin.display(description=_("job seeker"))
    def member_number(self, assignment: Assignment) -> str:
        return assignment.seeker.member_number

    @admin.display(description=_("advisor"))
    def advisor_name(self, assignment: Assignment) -> str:
        return assignment.advisor.name

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> tuple[str, ...]:
        return FIELDS if obj else ("seeker", "advisor")

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(FIELDS if obj else ())]

    def get_form(
        self, request: HttpRequest, obj: Assignment | None = None, change: bool = False, **kwargs: Any
    ) -> type[AssignmentForm]:
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, AssignmentForm)  # it is made of `form`
        form.by = staff(request)
        return form

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Assignment], search_term: str
    ) -> tuple[QuerySet[Assignment], bool]:
        if not search_term.strip():
            return queryset, False
        seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
        return queryset.filter(seeker__in=seekers.values("pk")), False

    # Every tie begins and ends by the same actions

    def save_model(self, request: HttpRequest, obj: Assignment, form: ModelForm[Assignment], change: bool) -> None:
        """What is shown of a tie that exists cannot be written."""
        if not change:
            obj.pk = assigning.assign_by_desk(obj.seeker_id, obj.advisor_id, by=staff(request)).pk

    @admin.action(permissions=["change"], description=_("End the chosen assignments"))
    def end(self, request: HttpRequest, queryset: AssignmentQuerySet) -> None:
        """The job seekers stay members, for the time being without an advisor, and are told so."""
        ended = [self.end_one(request, it) for it in queryset.current().select_related("seeker").order_by("pk")]
        if any(ended):
            self.message_user(request, _("The assignments have ended."), messages.SUCCESS)

    def end_one(self, request: HttpRequest, assignment: Assignment) -> bool:
        try:
            if not replacing.end(assignment.pk, by=staff(request)):
                return False
        except NotAssignable as refusal:
            messages.error(request, followed_by(assignment.seeker.member_number, refusal.said))
            return False
        self.log_change(request, assignment, gettext_noop("ended"))
        return True

    # Who has no advisor

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(self.unassigned_view)
        return [path("unassigned/", page, name="advisors_assignment_unassigned"), *super().get_urls()]

    def unassigned_view(self, request: HttpRequest) -> HttpResponse:
        """Who waits longest first, each with the advisors who fit best."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            self.assign(request)
            return redirect(request.get_full_path())
        paginator = ServicePaginator(by_waiting_time(staff(request)), PER_PAGE)
        page = paginator.get_page(request.GET.get("p"))
        context = {"page": page, "cases": cases(list(page), now=timezone.now(), most=PROPOSED)}
        return self.desk_page(request, "unassigned", gettext("Job seekers without an advisor"), context)

    def assign(self, request: HttpRequest) -> None:
        """Do what the button says, and say what came of it."""
        by = staff(request)
        seeker = chosen(JobSeeker.objects.visible_to(by), request.POST.get("seeker", ""))
        advisor = chosen(Advisor.objects.visible_to(by), request.POST.get("advisor", ""))
        try:
            made = assigning.assign_by_desk(seeker.pk, advisor.pk, by=by)
        except NotAssignable as refusal:
            messages.error(request, followed_by(seeker.member_number, refusal.said))
            return
        self.log_addition(request, made, "")
        said = gettext("%(name)s is the advisor of member %(number)s now. The member is told by mail.")
        messages.success(request, said % {"name": advisor.name, "number": seeker.member_number})


def chosen(rows: QuerySet[Row], key: str) -> Row:
    """The row of a pressed button; one that is gone, or was never theirs to see, is not there."""
    row = row_of(rows, key)
    if row is None:
        raise Http404
    return row
