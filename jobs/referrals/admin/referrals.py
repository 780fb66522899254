from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut
from advisors.models import Assignment
from config.admin.buttons import Question, ask
from config.steps import InvalidTransition
from jobs.referrals.admin.buttons import Button, Buttons
from jobs.referrals.admin.own_texts import OWN_TEXTS
from jobs.referrals.admin.referring import ReferringAdmin
from jobs.referrals.models import CompanyNote, Referral
from jobs.referrals.progress import comparison
from jobs.referrals.refusals import ElsewhereThen, Refusal


@admin.register(Referral)
class ReferralAdmin(BlackingOut, MarksLeaving, ReferringAdmin):
    """An advisor's referrals of the seekers they accompany now. Nothing is edited: a selection moves by its buttons."""

    list_display = ["title", "status", "company", "member_name", "member_number", "proposed_at", "applied_at"]
    list_display_links = ["title"]
    list_filter = ["status"]
    list_select_related = ["posting__company", "seeker"]
    ordering = ["-proposed_at", "-id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    own_texts = OWN_TEXTS

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": gettext("Referrals"), **(extra_context or {})})

    @admin.display(description=_("job posting"))
    def title(self, referral: Referral) -> str:
        return referral.posting.title

    @admin.display(description=_("company"))
    def company(self, referral: Referral) -> str:
        return referral.posting.company.name

    @admin.display(description=_("member number"))
    def member_number(self, referral: Referral) -> str:
        return referral.seeker.member_number

    def get_search_results(self, request, queryset, search_term):
        if search_term.strip():
            seekers = find_members(JobSeeker.objects.visible_to(request.user), search_term)
            queryset = queryset.filter(seeker__in=seekers.values("pk"))
        return queryset, False

    # One referral

    def change_view(self, request, object_id, form_url="", extra_context=None):
        referral = self.get_object(request, unquote(object_id))
        buttons = Buttons(referral)
        if request.method == "POST":
            refused = self.press(request, referral, buttons.sent(request.POST))
            if refused is None:
                return HttpResponseRedirect(request.path)
            buttons = Buttons(referral, refused)
        return self.referral_page(request, referral, buttons)

    def get_urls(self) -> list:
        ask = self.admin_site.admin_view(self.ask_view)
        return [path("<int:referral_id>/ask/<slug:key>/", ask, name="jobs_referral_ask"), *super().get_urls()]

    def ask_view(self, request: HttpRequest, referral_id: int, key: str) -> HttpResponse:
        """What a button will bring about, and for whom."""
        referral = self.get_object(request, str(referral_id))
        if not self.has_change_permission(request, referral):
            raise PermissionDenied
        button, back = Buttons(referral).asked_about(key), reverse("admin:jobs_referral_change", args=[referral.pk])
        if button is None:
            self.say_too_late(request, referral)
            return HttpResponseRedirect(back)
        return ask(self, request, self.question(referral, button, back))

    def question(self, referral: Referral, button: Button, back: str) -> Question:
        about = [
            f"{referral.seeker.name} ({referral.seeker.member_number})",
            f"{referral.posting.title} ({referral.posting.company.name})",
            date_format(localtime(button.interview.starts_at), "DATETIME_FORMAT") if button.interview else "",
        ]
        said = button.move.explanation, button.move.button
        return Question([line for line in about if line], *said, action=back, back=back, sent={"move": [button.key]})

    def press(self, request: HttpRequest, referral: Referral, button: Button | None) -> Button | None:
        """Do what the button says, and say what came of it; the button itself if its form must be filled in again."""
        if button is None or not self.has_change_permission(request, referral):
            raise PermissionDenied
        if not button.form.is_valid():
            return button
        try:
            said = button.press(referral, request.user)
        except InvalidTransition:
            self.say_too_late(request, referral)
        except ElsewhereThen as refusal:
            button.form.add_error("starts_at", refusal.said)
            return button
        except Refusal as refusal:
            messages.error(request, refusal.said)
        else:
            self.log_change(request, referral, str(button.move.button))
            messages.success(request, said)
        return None

    def say_too_late(self, request: HttpRequest, referral: Referral) -> None:
        referral.refresh_from_db()
        said = gettext("Nothing was changed: this referral is “%(status)s” by now.")
        messages.error(request, said % {"status": referral.get_status_display()})

    def referral_page(self, request: HttpRequest, referral: Referral, buttons: Buttons) -> HttpResponse:
        may_move = self.has_change_permission(request, referral)
        notes = CompanyNote.objects.visible_to(request.user).filter(referral=referral)
        context = {
            "original": referral,
            "posting": referral.posting,
            "seeker": referral.seeker,
            "compared": comparison(referral.posting, referral.seeker.desired_conditions.all()),
            "refused": buttons.refused,
            "moves": buttons.moves() if may_move else [],
            "note": buttons.note() if may_move else None,
            "interviews": buttons.interviews(),
            "notes": notes.select_related("written_by") if may_read_notes(request) else [],
            "events": referral.events.select_related("by"),
        }
        title = gettext("Referral %(number)s") % {"number": referral.pk}
        return self.page(request, "change_form", title, context)

    def get_queryset(self, request):
        theirs = Assignment.objects.current().filter(advisor__user=request.user, seeker=OuterRef("seeker"))
        referrals = super().get_queryset(request).annotate(is_own_seeker=Exists(theirs))
        return referrals.select_related("posting__company", "seeker", "referred_by")


def may_read_notes(request: HttpRequest) -> bool:
    return request.user.has_perm("jobs.view_companynote")
