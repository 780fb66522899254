from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender, JobSeeker
from accounts.search import find_members
from advisors.models import Assignment
from config.admin import ServiceAdmin


class AssignmentForm(forms.ModelForm):
    """Give a job seeker an advisor: one at a time, and as they wish."""

    class Meta:
        model = Assignment
        fields = ["seeker", "advisor"]

    def clean_seeker(self) -> JobSeeker:
        seeker = self.cleaned_data["seeker"]
        if seeker.assignments.current().exists():
            raise forms.ValidationError(_("This job seeker has an advisor already. Please end that assignment first."))
        return seeker

    def clean(self) -> dict:
        seeker, advisor = self.cleaned_data.get("seeker"), self.cleaned_data.get("advisor")
        if seeker and advisor and seeker.advisor_gender not in (AdvisorGender.ANY, advisor.gender):
            self.add_error("advisor", _("The job seeker wishes for an advisor of another gender."))
        return self.cleaned_data


class CurrentFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ServiceAdmin) -> list[tuple]:
        return [("current", _("Current")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:
        wanted = {"current": True, "ended": False}.get(self.value())
        return queryset if wanted is None else queryset.filter(ended_at__isnull=wanted)


@admin.register(Assignment)
class AssignmentAdmin(ServiceAdmin):
    """Who accompanies whom, and did. An assignment is made and ended; it is never rewritten."""

    form = AssignmentForm
    list_display = ["member_number", "advisor_name", "began_at", "ended_at"]
    list_select_related = ["seeker", "advisor"]
    list_filter = [CurrentFilter, "advisor"]
    ordering = ["-id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    actions = ["end"]

    @admin.display(description=_("job seeker"))
    def member_number(self, assignment: Assignment) -> str:
        return assignment.seeker.member_number

    @admin.display(description=_("advisor"))
    def advisor_name(self, assignment: Assignment) -> str:
        return assignment.advisor.name

    def get_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        return self.list_display if obj else ["seeker", "advisor"]

    def get_readonly_fields(self, request: HttpRequest, obj: Assignment | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), *(self.list_display if obj else [])]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Assignment], search_term: str
    ) -> tuple[QuerySet[Assignment], bool]:
        if not search_term.strip():
            return queryset, False
        seekers = find_members(JobSeeker.objects.visible_to(request.user), search_term)
        return queryset.filter(seeker__in=seekers.values("pk")), False

    @admin.action(permissions=["change"], description=_("End the chosen assignments"))
    @transaction.atomic
    def end(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> None:
        """The job seekers stay members, for the time being without an advisor."""
        for assignment in queryset.current().select_for_update(of=("self",)):
            assignment.end(at=timezone.now())
            self.log_change(request, assignment, "ended")
        self.message_user(request, _("The assignments have ended."), messages.SUCCESS)
