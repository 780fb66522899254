from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker
from accounts.users.admin.leaving import MarksLeaving
from accounts.users.search import find_members
from advisors.conversation.admin.blacking_out import BlackingOut
from advisors.models import Assignment
from config import days
from config.admin.buttons import Button, MovedByButtons
from config.admin.menu import InMenu
from config.admin.visible import staff
from config.refusals import Refusal
from jobs.referrals.admin.buttons import ReferralButtons
from jobs.referrals.admin.own_texts import OWN_TEXTS
from jobs.referrals.admin.referring import ReferringAdmin
from jobs.referrals.models import CompanyNote, JobInterview, Referral
from jobs.referrals.progress import comparison
from jobs.referrals.refusals import ElsewhereThen
from jobs.referrals.whose_turn import turn_of


@admin.register(Referral)
class ReferralAdmin(MovedByButtons[Referral], BlackingOut[Referral], MarksLeaving[Referral], ReferringAdmin):
    """An advisor's referrals of the seekers they accompany now. Nothing is edited: a selection moves by its buttons."""

    in_menu = InMenu(
        look=_("See referrals and how far they are"),
        change=_("Take referrals and selections further"),
        add=_("Refer a posting"),
    )
    list_display = [
        "title",
        "status",
        "who_has_it",
        "company",
        "member_name",
        "member_number",
        "proposed_at",
        "applied_at",
    ]
    list_display_links = ["title"]
    list_filter = ["status"]
    list_select_related = ["posting__company", "seeker"]
    ordering = ["-proposed_at", "-id"]
    search_fields = ["seeker__member_number"]
    search_help_text = _("The job seeker: parts of the name, of the phone or member number, or the e-mail address")
    own_texts = OWN_TEXTS
    buttons_of = ReferralButtons
    too_late = _("Nothing was changed: this referral is “%(status)s” by now.")
    asked_at = "ask"

    class Media:
        css = {"all": ["css/admin-queue.css"]}

    def choice_label(self, obj: Referral) -> str:
        return f"{obj.seeker.name} · {obj.posting.title}"

    @admin.display(description=_("job posting"))
    def title(self, referral: Referral) -> str:
        return referral.posting.title

    @admin.display(description=_("company"))
    def company(self, referral: Referral) -> str:
        return referral.posting.company.name

    @admin.display(description=_("who has it now"))
    def who_has_it(self, referral: Referral) -> str:
        """And by when the next word is expected."""
        if referral.holder is None:
            return "-"
        if referral.word_expected_on is None:
            return str(referral.holder.label)
        said = {"who": referral.holder.label, "day": days.day(referral.word_expected_on)}
        return gettext("%(who)s, by %(day)s") % said

    @admin.display(description=_("member number"))
    def member_number(self, referral: Referral) -> str:
        return referral.seeker.member_number

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Referral], search_term: str
    ) -> tuple[QuerySet[Referral], bool]:
        if search_term.strip():
            seekers = find_members(JobSeeker.objects.visible_to(staff(request)), search_term)
            queryset = queryset.filter(seeker__in=seekers.values("pk"))
        return queryset, False

    # One referral

    def asked_about(self, referral: Referral, button: Button) -> list[str]:
        about = [
            referral.seeker.called,
            referral.posting.called,
        ]
        if isinstance(button.row, JobInterview):
            about.append(days.when(button.row.starts_at))
        return about

    def refuse(self, request: HttpRequest, row: Referral, button: Button, refusal: Refusal) -> HttpResponse:
        if isinstance(refusal, ElsewhereThen):
            button.form.add_error("starts_at", refusal.said)
            return self.again(request, row, button)
        return super().refuse(request, row, button, refusal)

    def row_page(self, request: HttpRequest, referral: Referral, buttons: ReferralButtons) -> HttpResponse:
        may_move = self.has_change_permission(request, referral)
        events, interviews = referral.events.select_related("by"), buttons.interviews()
        notes = CompanyNote.objects.visible_to(staff(request)).filter(referral=referral)
        context = {
            "original": referral,
            "posting": referral.posting,
            "seeker": referral.seeker,
            "compared": comparison(referral.posting, referral.seeker.desired_conditions.all()),
            "refused": buttons.refused,
            "moves": buttons.offered() if may_move else [],
            "note": buttons.note() if may_move else None,
            "interviews": interviews,
            "notes": notes.select_related("written_by") if may_read_notes(request) else [],
            "events": events,
            "turn": turn_of(referral, events, [kept.interview for kept in interviews], now=timezone.now()),
        }
        return self.page(request, "change_form", self.heading(referral), context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Referral]:
        theirs = Assignment.objects.current().filter(advisor__user=staff(request), seeker=OuterRef("seeker"))
        referrals: QuerySet[Referral] = super().get_queryset(request)
        referrals = referrals.select_related("posting__company", "seeker", "referred_by")
        return referrals.annotate(is_own_seeker=Exists(theirs))


def may_read_notes(request: HttpRequest) -> bool:
    return request.user.has_perm("jobs.view_companynote")
