"""Postings as the desk keeps them, and advisors read them. They open and close by buttons."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import BooleanField, CharField, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin.buttons import Button, MovedByButtons, Question, ask
from config.admin.filters import ChosenFromMany
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.typed import AnyField, Typed
from jobs.postings.admin.buttons import OPEN, PostingButtons
from jobs.postings.admin.importing import ImportingAdmin
from jobs.postings.forms import NOT_STATED, PostingForm, YesNoOrNotStated
from jobs.postings.models import JobPosting
from jobs.postings.opening import open_posting
from jobs.postings.refusals import NotOpened
from jobs.postings.search import with_words

SURE = "sure"
GROUPS = {
    _("The work"): ["description", "category", "employment_type", "prefecture", "city"],
    _("Pay"): ["pay_min", "pay_max", "fixed_overtime_hours"],
    _("Hours and days off"): ["weekends_off", "days_off", "overtime_hours", "night_work"],
    _("Ways of working"): ["remote", "car_commuting", "dormitory", "training"],
    _("Hiring"): ["no_experience_needed", "education", "headcount", "opens_on", "closes_on"],
}


@admin.register(JobPosting)
class JobPostingAdmin(MovedByButtons[JobPosting], ImportingAdmin):
    in_menu = InMenu(
        look=_("Look up job postings"),
        change=_("Look up job postings, open and close them"),
        add=_("Enter a job posting"),
    )
    form = PostingForm
    list_display = ["title", "company_name", "status", "category", "prefecture", "opened_at", "closes_on"]
    list_filter = ["status", "category", ("prefecture", ChosenFromMany), "employment_type"]
    list_select_related = ["company"]
    ordering = ["-id"]
    search_fields = ["title"]
    search_help_text = _("Words of the title, the text, the town or the company; all of them must occur")
    readonly_fields = ["company_page", "filled", "opened_at", "closed_at", "closing"]
    actions = ["open_ticked"]
    buttons_of = PostingButtons
    too_late = _("Nothing was changed: this posting is “%(status)s” by now.")
    asked_at = "move"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def get_fieldsets(self, request: HttpRequest, obj: JobPosting | None = None) -> Any:
        """In groups, as one thinks of a job; what has become of it only once it is there."""
        of_company = "company" if self.has_change_permission(request, obj) else "company_page"
        first = (None, {"fields": [of_company, "title", "external_id"]})
        became = (_("What has become of it"), {"fields": ["status", "filled", "opened_at", "closed_at", "closing"]})
        return [first, *((title, {"fields": fields}) for title, fields in GROUPS.items()), *([became] if obj else [])]

    @admin.display(description=_("company"))
    def company_page(self, posting: JobPosting) -> str:
        """For who reads the posting: its name, and the way to its page."""
        page = reverse("admin:jobs_company_change", args=[posting.company_id])
        return format_html('<a href="{}">{}</a>', page, posting.company.name)

    @admin.display(description=_("company"))
    def company_name(self, posting: JobPosting) -> str:
        return posting.company.name

    def choice_label(self, obj: JobPosting) -> str:
        return obj.called

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobPosting]:
        return super().get_queryset(request).select_related("company")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[JobPosting], search_term: str
    ) -> tuple[QuerySet[JobPosting], bool]:
        return with_words(queryset, search_term), False

    def formfield_for_dbfield(self, db_field: AnyField, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """What need not be stated says so: a choice of its own, or what an empty field means."""
        if isinstance(db_field, BooleanField) and db_field.null:
            kwargs["widget"] = YesNoOrNotStated
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.TypedChoiceField) and db_field.blank and isinstance(db_field, CharField):
            field.choices = db_field.get_choices(blank_choice=[("", NOT_STATED)])
        if field and db_field.null and isinstance(db_field, IntegerField):
            field.help_text = _("Empty: not stated")
        return field

    # Opening and closing

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Typed | None = None
    ) -> HttpResponse:
        """A posting is edited by the stock form; above it are links to the pages that ask."""
        return super(MovedByButtons, self).change_view(request, object_id, form_url, extra_context)

    def shown_with(self, request: HttpRequest, obj: JobPosting | None) -> Typed:
        may_move = obj and self.has_change_permission(request, obj)
        return {"moves": PostingButtons(obj, staff(request)).offered() if obj and may_move else []}

    def question(self, request: HttpRequest, row: JobPosting, button: Button) -> Question:
        return replace(super().question(request, row, button), action=request.path, sent={})

    def asked_about(self, posting: JobPosting, button: Button) -> list[str]:
        about = [self.choice_label(posting)]
        if unanswered := posting.referrals.proposed().count():
            text = ngettext("%(count)s referral is unanswered.", "%(count)s referrals are unanswered.", unanswered)
            about.append(text % {"count": unanswered})
        return about

    @admin.action(description=_("Open the ticked drafts"), permissions=["change"])
    def open_ticked(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse | None:
        """Once they are sure."""
        if SURE not in request.POST:
            return self.ask_before_opening(request, queryset)
        self.open_each(request, queryset)
        return None

    def open_each(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> None:
        """Each by itself: one that cannot be opened keeps none of the others."""
        refused = 0
        for posting in queryset.order_by("pk"):
            try:
                open_posting(posting.pk)
            except NotOpened:
                refused += 1
            else:
                self.log_change(request, posting, OPEN.button)
        opened_now = len(queryset) - refused
        text = ngettext("%(count)s posting is open now.", "%(count)s postings are open now.", opened_now)
        messages.success(request, text % {"count": opened_now})
        if refused:
            text = ngettext(
                "%(count)s was left as it was: no draft, or its dates do not allow it.",
                "%(count)s were left as they were: no drafts, or their dates do not allow it.",
                refused,
            )
            messages.warning(request, text % {"count": refused})

    def ask_before_opening(self, request: HttpRequest, queryset: QuerySet[JobPosting]) -> HttpResponse:
        here = request.get_full_path()
        keys = [str(posting.pk) for posting in queryset]
        sent = {"action": ["open_ticked"], ACTION_CHECKBOX_NAME: keys, SURE: ["yes"]}
        about = [self.choice_label(posting) for posting in queryset]
        return ask(self, request, Question(about, OPEN.explanation, OPEN.button, action=here, back=here, sent=sent))
