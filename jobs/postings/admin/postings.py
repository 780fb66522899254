"""Postings as the desk keeps them, and advisors read them. They open and close by buttons."""

from dataclasses import replace

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import BooleanField, CharField, Field, IntegerField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.admin.buttons import Button, MovedByButtons, Question, ask
from jobs.postings.admin.buttons import OPEN, PostingButtons
from jobs.postings.admin.importing import ImportingAdmin
from jobs.postings.forms import NOT_STATED, PostingForm, YesNoOrNotStated
from jobs.postings.models import JobPosting
from jobs.postings.opening import open_posting
from jobs.postings.refusals import NotOpened
from jobs.postings.search import with_words

SURE = "sure"


@admin.register(JobPosting)
class JobPostingAdmin(MovedByButtons, ImportingAdmin):
    form = PostingForm
    list_display = ["title", "company_name", "status", "category", "prefecture", "opened_at", "closes_on"]
    list_filter = ["status", "category", "prefecture", "employment_type"]
    list_select_related = ["company"]
    ordering = ["-id"]
    search_fields = ["title"]
    search_help_text = _("Words of the title, the text, the town or the company; all of them must occur")
    readonly_fields = ["opened_at", "closed_at", "closing"]
    actions = ["open_ticked"]
    buttons_of = PostingButtons
    too_late = _("Nothing was changed: this posting is “%(status)s” by now.")
    asked_at = "move"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    @admin.display(description=_("company"))
    def company_name(self, posting: JobPosting) -> str:
        return posting.company.name

    def choice_label(self, obj: JobPosting) -> str:
        return f"{obj.title} ({obj.company.name})"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("company")

    def get_search_results(self, request, queryset, search_term):
        return with_words(queryset, search_term), False

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs):
        """What need not be stated says so: a choice of its own, or what an empty field means."""
        if isinstance(db_field, BooleanField) and db_field.null:
            kwargs["widget"] = YesNoOrNotStated
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.blank and isinstance(db_field, CharField) and db_field.choices:
            field.choices = [("", NOT_STATED), *db_field.choices]
        if field and db_field.null and isinstance(db_field, IntegerField):
            field.help_text = _("Empty: not stated")
        return field

    # Opening and closing

    def change_view(self, *args, **kwargs):
        """A posting is edited by the stock form; above it are links to the pages that ask."""
        return super(MovedByButtons, self).change_view(*args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        posting = kwargs.get("obj")
        may_move = posting and self.has_change_permission(request, posting)
        context["subtitle"] = posting and posting.title
        context["moves"] = PostingButtons(posting, request.user).offered() if may_move else []
        return super().render_change_form(request, context, *args, **kwargs)

    def question(self, request, row, button):
        return replace(super().question(request, row, button), action=request.path, sent={})

    def asked_about(self, posting: JobPosting, button: Button) -> list[str]:
        about = [self.choice_label(posting)]
        if unanswered := posting.referrals.proposed().count():
            text = ngettext("%(count)s referral is unanswered.", "%(count)s referrals are unanswered.", unanswered)
            about.append(text % {"count": unanswered})
        return about

    @admin.action(description=_("Open the ticked drafts"), permissions=["change"])
    def open_ticked(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Once they are sure."""
        return self.open_each(request, queryset) if SURE in request.POST else self.ask_before_opening(request, queryset)

    def open_each(self, request: HttpRequest, queryset) -> None:
        """Each by itself: one that cannot be opened keeps none of the others."""
        refused = 0
        for posting in queryset.order_by("pk"):
            try:
                open_posting(posting.pk)
            except NotOpened:
                refused += 1
            else:
                self.log_change(request, posting, str(OPEN.button))
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

    def ask_before_opening(self, request: HttpRequest, queryset) -> HttpResponse:
        here = request.get_full_path()
        keys = [str(posting.pk) for posting in queryset]
        sent = {"action": ["open_ticked"], ACTION_CHECKBOX_NAME: keys, SURE: ["yes"]}
        about = [self.choice_label(posting) for posting in queryset]
        return ask(self, request, Question(about, OPEN.explanation, OPEN.button, action=here, back=here, sent=sent))
