from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.looks.noting import Kind, note_look
from accounts.profile.admin import ChangingEmail
from accounts.profile.forms import age
from accounts.users.fields import BirthDateField, KanaField, PhoneField
from accounts.users.models import JobSeeker, JobSeekerQuerySet, leaving
from accounts.users.search import find_members
from config.admin.menu import InMenu
from config.admin.timeline import timeline
from config.admin.visible import staff
from config.typed import Fields, ModelForm, Text, Typed


class CorrectionForm(ModelForm[JobSeeker]):
    """What the desk may put right when a member asks for it. An e-mail address changes by a code only."""

    family_kana = KanaField(label=_("Kana of the family name"))
    given_kana = KanaField(label=_("Kana of the given name"))
    phone = PhoneField()
    birth_date = BirthDateField()

    class Meta:
        model = JobSeeker
        fields = ["family_name", "given_name", "family_kana", "given_kana", "phone", "birth_date", "prefecture"]


class ContactFilter(admin.SimpleListFilter):
    title = _("contact")
    parameter_name = "contact"

    def lookups(self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]") -> list[tuple[str, Text]]:
        return [("notices", _("notices only"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> JobSeekerQuerySet:
        members: JobSeekerQuerySet = queryset
        return members.notices_only() if self.value() == "notices" else members


@admin.register(JobSeeker)
class JobSeekerAdmin(ChangingEmail):
    """Members: all of them for the desk, their own for an advisor. Nobody is added here; people register themselves."""

    in_menu = InMenu(look=_("Find a job seeker"), change=_("Find a job seeker, and correct their details"))
    form = CorrectionForm
    list_display = ["member_number", "name", "phone", "prefecture", "contact", "joined_at"]
    list_filter = [ContactFilter]
    ordering = ["-joined_at", "-id"]
    sortable_by = ["joined_at"]
    search_fields = ["member_number"]
    search_help_text = _(
        "Parts of the name; four digits or more of the phone or member number; or the whole e-mail address"
    )
    fields = [
        "member_number",
        ("family_name", "given_name"),
        ("family_kana", "given_kana"),
        "email",
        "phone",
        "birth_date",
        "prefecture",
        "advisor_gender",
        "contact",
        "joined_at",
    ]
    readonly_fields = ["member_number", "email", "advisor_gender", "contact", "joined_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobSeeker]:
        rows = super().get_queryset(request)
        return rows.annotate(is_leaving=leaving())  # type: ignore[no-redef]  # or else each row asks by itself

    def shown_with(self, request: HttpRequest, obj: JobSeeker | None) -> Typed:
        """Who it is, what has been, what they want; and last what is kept of them."""
        if obj is None:
            return {}
        return {"timeline": timeline(obj, staff(request)), "age": age(obj.birth_date, today=timezone.localdate())}

    def get_fields(self, request: HttpRequest, obj: JobSeeker | None = None) -> Fields:
        """Which gender somebody wishes for is not shown to whoever is or was their advisor: it tells of a change."""
        if obj is None or not obj.has_had(staff(request)):
            return self.fields
        return [name for name in self.fields if name != "advisor_gender"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        page = super().change_view(request, object_id, form_url, extra_context)
        if page.status_code == HTTPStatus.OK:
            note_look(staff(request), int(unquote(object_id)), Kind.PROFILE)
        return page

    @admin.display(description=_("name"))
    def name(self, seeker: JobSeeker) -> str:
        return seeker.name

    @admin.display(description=_("e-mail address"))
    def email(self, seeker: JobSeeker) -> str:
        return seeker.user.email

    @admin.display(description=_("contact"))
    def contact(self, seeker: JobSeeker) -> Text:
        """Whether the member is leaving, or wants to be left in peace by advisors."""
        if seeker.is_leaving:
            return _("withdrawal under way")
        return _("notices only") if seeker.is_notices_only else "-"

    def choice_label(self, obj: JobSeeker) -> str:
        return obj.called

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[JobSeeker], search_term: str
    ) -> tuple[QuerySet[JobSeeker], bool]:
        return (find_members(queryset, search_term) if search_term.strip() else queryset), False
