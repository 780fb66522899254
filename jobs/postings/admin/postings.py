"""Postings as the desk keeps them, and advisors read them. They open and close by buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, CharField, Field, IntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.admin.buttons import Question, ask
from jobs.postings import opening as actions
from jobs.postings.admin.importing import ImportingAdmin
from jobs.postings.forms import NOT_STATED, PostingForm, YesNoOrNotStated
from jobs.postings.models import JobPosting
from jobs.postings.search import with_words
from jobs.referrals import closing

Status, Closing = JobPosting.Status, JobPosting.Closing
REFUSED = {
    actions.NoDraft: _("Nothing was changed: this posting is no draft any more."),
    actions.TooEarly: _("This posting opens later. Change its opening date if it is to open now."),
    actions.TooLate: _("The closing date of this posting has passed. Change it before you open the posting."),
}


@dataclass(frozen=True)
class Move:
    """A button of the desk."""

    button: str
    explanation: str
    done: str
    possible: set[str]
    act: Callable[[int], bool]


def opened(posting_id: int) -> bool:
    actions.open_posting(posting_id)
    return True


def closed(posting_id: int) -> bool:
    return closing.close_posting(posting_id, closing=Closing.DESK)


def filled(posting_id: int) -> bool:
    return closing.close_posting(posting_id, closing=Closing.FILLED)


SURE = "sure"
TOLD = _("Referrals that are not answered lapse, and these seekers are told once. Selections go on.")
MOVES = {
    "open": Move(
        _("Open it to everybody"),
        _("Everybody can see it from then on."),
        _("The posting is open."),
        {Status.DRAFT},
        opened,
    ),
    "close": Move(_("Close it"), TOLD, _("The posting is closed."), {Status.DRAFT, Status.OPEN}, closed),
    "filled": Move(_("Close it: filled"), TOLD, _("The posting is closed as filled."), {Status.OPEN}, filled),
}


@admin.register(JobPosting)
class JobPostingAdmin(ImportingAdmin):
    form = PostingForm
    list_display = ["title", "company_name", "status", "category", "prefecture", "opened_at", "closes_on"]
    list_filter = ["status", "category", "prefecture", "employment_type"]
    list_select_related = ["company"]
    ordering = ["-id"]
    search_fields = ["title"]
    search_help_text = _("Words of the title, the text, the town or the company; all of them must occur")
    readonly_fields = ["opened_at", "closed_at", "closing"]
    actions = ["open_ticked"]

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

    def get_urls(self) -> list:
        move = self.admin_site.admin_view(self.move_view)
        return [path("<int:posting_id>/move/<slug:name>/", move, name="jobs_jobposting_move"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        posting = kwargs.get("obj")
        may_move = posting and self.has_change_permission(request, posting)
        context["subtitle"] = posting and posting.title
        context["moves"] = [
            (name, move) for name, move in MOVES.items() if may_move and posting.status in move.possible
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def move_view(self, request: HttpRequest, posting_id: int, name: str) -> HttpResponse:
        posting, move = self.get_object(request, str(posting_id)), MOVES.get(name)
        if not self.has_change_permission(request, posting):
            raise PermissionDenied
        if move is None:
            raise Http404
        if request.method != "POST":
            return self.ask_before(request, posting, move)
        try:
            has_moved = move.act(posting.pk)
        except actions.NotOpened as refusal:
            messages.error(request, REFUSED[type(refusal)])
        else:
            self.say_moved(request, posting, move, has_moved)
        return redirect("admin:jobs_jobposting_change", posting.pk)

    def ask_before(self, request: HttpRequest, posting: JobPosting, move: Move) -> HttpResponse:
        back = reverse("admin:jobs_jobposting_change", args=[posting.pk])
        if posting.status not in move.possible:
            messages.warning(request, gettext("Nothing was changed: this posting is no longer what it was."))
            return redirect(back)
        about = [self.choice_label(posting)]
        if unanswered := posting.referrals.proposed().count():
            text = ngettext("%(count)s referral is unanswered.", "%(count)s referrals are unanswered.", unanswered)
            about.append(text % {"count": unanswered})
        return ask(self, request, Question(about, move.explanation, move.button, action=request.path, back=back))

    def say_moved(self, request: HttpRequest, posting: JobPosting, move: Move, has_moved: bool) -> None:
        if has_moved:
            self.log_change(request, posting, str(move.button))
            messages.success(request, move.done)
        else:
            messages.warning(request, gettext("Nothing was changed: this posting is closed already."))

    @admin.action(description=_("Open the ticked drafts"), permissions=["change"])
    def open_ticked(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Once they are sure."""
        return self.open_each(request, queryset) if SURE in request.POST else self.ask_before_opening(request, queryset)

    def open_each(self, request: HttpRequest, queryset) -> None:
        """Each by itself: one that cannot be opened keeps none of the others."""
        refused = 0
        for posting in queryset.order_by("pk"):
            try:
                opened(posting.pk)
            except actions.NotOpened:
                refused += 1
            else:
                self.log_change(request, posting, str(MOVES["open"].button))
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
        here, move = request.get_full_path(), MOVES["open"]
        keys = [str(posting.pk) for posting in queryset]
        sent = {"action": ["open_ticked"], ACTION_CHECKBOX_NAME: keys, SURE: ["yes"]}
        about = [self.choice_label(posting) for posting in queryset]
        return ask(self, request, Question(about, move.explanation, move.button, action=here, back=here, sent=sent))
