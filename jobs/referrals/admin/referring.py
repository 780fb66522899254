"""Referring a posting: first for whom, then which, ranked and explained, then why."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from accounts.users.prefectures import Prefecture
from accounts.users.search import find_members
from advisors.models import CounselingBooking, WorkField
from config.admin.visible import ServiceAdmin, staff
from config.keys import row_of
from config.refusals import Refusal
from config.typed import Row, Typed
from jobs.conditions.facts_in_words import facts
from jobs.conditions.matching import explanation, ranked, scored, unmet_must_haves, with_fits
from jobs.conditions.models import DesiredCondition, PostingWish, ReferralWish
from jobs.postings.models import JobPosting
from jobs.postings.search import with_words
from jobs.referrals.models import Referral
from jobs.referrals.notifying import referral_leaves_at
from jobs.referrals.progress import Beside, beside, comparison
from jobs.referrals.referring import refer, why_not
from jobs.referrals.refusals import NoteNeeded, SeekerLeaves

SHOWN = 20


class PostingSearchForm(forms.Form):
    """Which of the open postings to rank. What cannot be read is left out."""

    q = forms.CharField(label=_("Words of the title, the description or the company"), max_length=100, required=False)
    prefecture = forms.ChoiceField(
        label=_("Prefecture"), choices=[("", _("All prefectures")), *Prefecture.choices], required=False
    )
    category = forms.ChoiceField(
        label=_("Job category"), choices=[("", _("All categories")), *WorkField.choices], required=False
    )
    beyond = forms.BooleanField(label=_("Also those that do not meet every must-have"), required=False)
    page = forms.IntegerField(min_value=1, max_value=500, required=False, widget=forms.HiddenInput)

    def narrowed(self, postings: QuerySet[JobPosting]) -> QuerySet[JobPosting]:
        asked = {
            name: self.cleaned_data.get(name) for name in ("prefecture", "category") if self.cleaned_data.get(name)
        }
        return with_words(postings.filter(**asked), self.cleaned_data.get("q", ""))


class NoteForm(forms.Form):
    """Why it is referred, as the seeker reads it."""

    note = forms.CharField(
        label=_("Why you refer it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The seeker reads it beside their conditions."),
        error_messages={"required": NoteNeeded.said},
    )

    def __init__(self, data: QueryDict | None, *, is_needed: bool) -> None:
        super().__init__(data)
        self.fields["note"].required = is_needed


class ReferringAdmin(ServiceAdmin[Referral]):
    """The "add" page: whom, what, why."""

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Typed | None = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if "seeker" not in request.GET:
            return self.choose_seeker(request)
        seeker = self.named(request, self.seekers(request), "seeker")
        if seeker.is_leaving:
            messages.error(request, SeekerLeaves.said)
            return HttpResponseRedirect(reverse("admin:accounts_jobseeker_change", args=[seeker.pk]))
        if "posting" not in request.GET:
            return self.choose_posting(request, seeker)
        postings = JobPosting.objects.visible_to(staff(request)).select_related("company")
        return self.write_why(request, seeker, self.named(request, postings, "posting"))

    def seekers(self, request: HttpRequest) -> QuerySet[JobSeeker]:
        return JobSeeker.objects.visible_to(staff(request)).with_leaving()

    def named(self, request: HttpRequest, rows: QuerySet[Row], name: str) -> Row:
        """The row that the address names, if this person may see it."""
        row = row_of(rows, request.GET[name])
        if row is None:
            raise Http404
        return row

    def choose_seeker(self, request: HttpRequest) -> HttpResponse:
        seekers, text = self.seekers(request), request.GET.get("q", "").strip()
        if text:
            seekers = find_members(seekers, text)
        found = list(standing(seekers, staff(request)).order_by(*in_turn(staff(request)))[: SHOWN + 1])
        context = {"q": text, "seekers": found[:SHOWN], "has_more": len(found) > SHOWN}
        return self.page(request, "choose_seeker", gettext("Refer a posting"), context)

    def choose_posting(self, request: HttpRequest, seeker: JobSeeker) -> HttpResponse:
        form = PostingSearchForm(request.GET)
        form.is_valid()
        conditions = list(seeker.desired_conditions.all())
        page = form.cleaned_data.get("page") or 1
        wished = self.asked_for(request, seeker, conditions)
        best = fitting(form, seeker, conditions).exclude(pk__in=[posting.pk for posting in wished])
        found = rows_of(best, conditions, page=page)
        asked = {name: value for name, value in form.cleaned_data.items() if value and name != "page"}
        context = {
            "seeker": seeker,
            "refused": refused_at_once(seeker, staff(request)),
            "form": form,
            "conditions": conditions,
            "wished": [explained(posting, conditions) for posting in wished],
            "postings": [explained(posting, conditions) for posting in found[:SHOWN]],
            "earlier": address(seeker, asked, page - 1) if page > 1 else "",
            "later": address(seeker, asked, page + 1) if len(found) > SHOWN else "",
        }
        return self.page(request, "choose_posting", gettext("Refer a posting"), context)

    def asked_for(
        self, request: HttpRequest, seeker: JobSeeker, conditions: list[DesiredCondition]
    ) -> list[JobPosting]:
        """What the seeker asks their advisor for, `asked_at`, each with how it stands to every condition."""
        wishes = PostingWish.objects.visible_to(staff(request)).waiting().filter(seeker=seeker)
        wished = JobPosting.objects.select_related("company").filter(wishes__in=wishes)
        asked_at = F("wishes__asked_at")
        return list(with_fits(wished.annotate(asked_at=asked_at), conditions).order_by(asked_at))

    def write_why(self, request: HttpRequest, seeker: JobSeeker, posting: JobPosting) -> HttpResponse:
        compared = comparison(posting, seeker.desired_conditions.all())
        unmet = unmet_must_haves(beside.line for beside in compared)
        form = NoteForm(request.POST if request.method == "POST" else None, is_needed=bool(unmet))
        if form.is_valid():
            return self.refer(request, seeker, posting, form.cleaned_data["note"])
        context = {
            "seeker": seeker,
            "refused": refused_at_once(seeker, staff(request)),
            "posting": posting,
            "form": form,
            "compared": compared,
            "unmet": unmet,
            "facts": facts(posting),
            "leaves_at": referral_leaves_at(seeker, posting, now=timezone.now()),
        }
        return self.page(request, "refer", gettext("Refer a posting"), context)

    def refer(self, request: HttpRequest, seeker: JobSeeker, posting: JobPosting, note: str) -> HttpResponse:
        try:
            referral = refer(seeker, posting, by=staff(request), note=note)
        except Refusal as refusal:
            if not refused_at_once(seeker, staff(request)):  # or else the page says it
                messages.error(request, refusal.said)
            return HttpResponseRedirect(address(seeker, {}, 1))
        self.log_addition(request, referral, "")
        messages.success(request, _("The posting is referred, and stands on the seeker's page."))
        return HttpResponseRedirect(reverse("admin:jobs_referral_change", args=[referral.pk]))

    def page(self, request: HttpRequest, name: str, title: str, context: Typed) -> HttpResponse:
        return self.own_page(request, f"admin/jobs/referral/{name}.html", title, context)


def in_turn(by: User) -> list[str | OrderBy]:
    """An advisor's own begin with who has asked and waited longest; of all members the newest come first."""
    newest: list[str | OrderBy] = ["-joined_at", "-id"]
    return newest if by.is_superuser or by.is_support_desk else [F("asked_at").asc(nulls_last=True), *newest]


def standing(seekers: QuerySet[JobSeeker], by: User) -> QuerySet[JobSeeker]:
    """Each with what one goes by in choosing: what they want, when they asked, what was referred last. Two queries."""
    referrals = Referral.objects.visible_to(by).filter(seeker=OuterRef("pk"))
    wishes = ReferralWish.objects.visible_to(by).filter(seeker=OuterRef("pk"))
    of_each = referrals.order_by().values("seeker")
    return seekers.annotate(
        asked_at=Subquery(wishes.values("asked_at")[:1]),
        last_referred_at=Subquery(of_each.annotate(last=Max("proposed_at")).values("last")),
        in_selection=Subquery(of_each.filter(status__in=Referral.IN_SELECTION).annotate(n=Count("pk")).values("n")),
    ).prefetch_related(Prefetch("desired_conditions", DesiredCondition.objects.visible_to(by), to_attr="wants"))


def fitting(form: PostingSearchForm, seeker: JobSeeker, conditions: list[DesiredCondition]) -> QuerySet[JobPosting]:
    """The open postings not yet referred, best first."""
    postings = form.narrowed(JobPosting.objects.open())
    postings = postings.exclude(pk__in=seeker.referrals.values("posting"))
    if form.cleaned_data.get("beyond"):
        return scored(postings, conditions).order_by("-score", "-opened_at", "-pk")
    return ranked(postings, conditions)


def rows_of(best: QuerySet[JobPosting], conditions: list[DesiredCondition], *, page: int) -> list[JobPosting]:
    """A page of these and one more, each with how it stands to every condition.

    Which ones is asked first: sorted by their ids alone, the others are neither carried along nor compared.
    """
    ids = list(best.values_list("pk", flat=True)[(page - 1) * SHOWN : page * SHOWN + 1])
    rows = with_fits(JobPosting.objects.select_related("company"), conditions).in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def refused_at_once(seeker: JobSeeker, user: User) -> Typed:
    """Why nothing can be referred, whatever is chosen, and the counseling to record first, if they may."""
    refused = why_not(seeker, user, now=timezone.now())
    booking = getattr(refused, "booking", None)
    if booking and not CounselingBooking.objects.visible_to(user).filter(pk=booking.pk).exists():
        booking = None
    return {"said": refused.said, "booking": booking} if refused else {}


def explained(posting: JobPosting, conditions: list[DesiredCondition]) -> tuple[JobPosting, list[Beside]]:
    """A posting that came `with_fits`, and its comparison in words."""
    return posting, [beside(posting, line) for line in explanation(posting, conditions)]


def address(seeker: JobSeeker, asked: Typed, page: int) -> str:
    return f"{reverse('admin:jobs_referral_add')}?{urlencode({'seeker': seeker.pk, **asked, 'page': page})}"
