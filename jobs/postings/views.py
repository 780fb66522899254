"""The public pages of jobs, and what a member keeps of them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.users.access import MemberRequest, for_members
from config import clock
from config.buttons import button_on
from config.replica import for_visitors
from config.typed import Typed
from jobs.conditions import asking
from jobs.conditions.asked import asked_by
from jobs.conditions.facts_in_words import FIRST, facts, first_facts
from jobs.conditions.models import DesiredCondition
from jobs.conditions.refusals import NotAskable
from jobs.postings import listing, saving, suggesting
from jobs.postings.forms import SearchForm
from jobs.postings.models import JobPosting, SavedPosting
from jobs.postings.sitemaps import SITEMAPS
from jobs.postings.structured import json_ld
from jobs.referrals.models import Referral
from jobs.referrals.progress import comparison


@login_not_required
@require_safe
@for_visitors
def postings(request: HttpRequest) -> HttpResponse:
    """Open postings, narrowed as the address says; what of it cannot be read is left aside."""
    form, after = SearchForm(request.GET), listing.Place.read(request.GET.get("after", ""))
    newest = listing.newest_first(JobPosting.objects.all())
    conditions = form.conditions(newest)
    found = listing.narrowed(newest, conditions)
    page = listing.page_of(found, after)
    is_all = after is None and page.next is None
    context = {
        "form": form,
        "suggested": suggesting.suggested(newest),
        "page": page,
        "after": after,
        "is_misplaced": bool(request.GET.get("after")) and after is None,
        "count": len(page.postings) if is_all else listing.counted(found),
        "counted": listing.COUNTED,
        "saved": saved_among(request, page.postings),
        "lifting": lifting(request.GET, form, conditions, newest) if is_all and not page.postings else [],
    }
    return render(request, "jobs/postings/postings.html", context)


def saved_among(request: HttpRequest, shown: list[JobPosting]) -> set[int]:
    """Those of the shown that this person has saved."""
    if request.user.is_anonymous or not shown:
        return set()
    saved = SavedPosting.objects.filter(seeker__user=request.user, posting__in=[posting.pk for posting in shown])
    return set(saved.values_list("posting", flat=True))


def lifting(
    asked: QueryDict, form: SearchForm, conditions: listing.Conditions, newest: listing.Postings
) -> list[Typed]:
    """What can be lifted of a search that finds nothing: its name, how many there are then, and the address."""
    gained = listing.gained_without(newest, conditions) if conditions else {}
    return [{"label": form.label_of(name), "count": gained[name], "query": without(asked, name)} for name in gained]


def without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    rest.pop(name)
    return rest.urlencode()


@login_not_required
@require_safe
@for_visitors
def posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """One posting. Whoever it was not referred to hears of a closed one that it has closed."""
    shown = JobPosting.objects.visible_to(request.user).select_related("company").filter(pk=posting_id).first()
    if shown is None:
        closed = get_object_or_404(JobPosting.objects.no_longer_open(), pk=posting_id)
        return render(request, "jobs/postings/closed.html", {"posting": closed}, status=410)
    context = {
        "posting": shown,
        "first_facts": first_facts(shown),
        "facts": facts(shown, but=FIRST),
        "json_ld": json_ld(shown) if shown.is_open else "",
        **own_view(request, shown),
    }
    return render(request, "jobs/postings/posting.html", context)


def own_view(request: HttpRequest, shown: JobPosting) -> Typed:
    """What a posting is to the member who reads it: how it fits, whether it is saved, whether it was referred."""
    user = request.user
    if user.is_anonymous or user.is_staff or not hasattr(user, "job_seeker"):
        return dict.fromkeys(("is_member", "compared", "is_saved", "referral", "asked_at", "because"))
    wishes = list(DesiredCondition.objects.visible_to(user))
    referral = Referral.objects.visible_to(user).filter(posting=shown).first()
    asked = asked_by(user.job_seeker) if referral is None and shown.is_open else None
    return {
        "is_member": True,
        "compared": comparison(shown, wishes) if wishes else [],
        "is_saved": bool(saved_among(request, [shown])),
        "referral": referral,
        "asked_at": asked and asked.days.get(shown.pk),
        "because": asked and asked.because,
    }


@require_safe
@for_members
def saved(request: MemberRequest) -> HttpResponse:
    """What a member has saved, newest first, and asked for; closed ones too, said to be so."""
    referred = Referral.objects.visible_to(request.user).filter(posting=OuterRef("posting"))
    kept = request.seeker.saved_postings.select_related("posting__company").order_by("-saved_at", "-pk")
    kept = kept.annotate(referral_id=Subquery(referred.values("pk")[:1]))
    return render(request, "jobs/postings/saved.html", {"kept": kept, "asked": asked_by(request.seeker)})


@for_members
@button_on("jobs:posting", "posting_id")
def save(request: MemberRequest, posting_id: int) -> HttpResponse:
    shown = get_object_or_404(JobPosting.objects.visible_to(request.user), pk=posting_id)
    saving.save_posting(request.seeker, shown, now=clock.stamp())
    messages.success(request, _("The job is saved. You find it on your page."))
    return redirect("jobs:posting", shown.pk)


@for_members
@button_on("jobs:saved")
def unsave(request: MemberRequest, posting_id: int) -> HttpResponse:
    saving.unsave_posting(request.seeker, posting_id)
    messages.success(request, _("The job is no longer saved."))
    return redirect("jobs:saved")


@for_members
@button_on("jobs:posting", "posting_id")
def ask(request: MemberRequest, posting_id: int) -> HttpResponse:
    """Ask the advisor to refer it. Where that cannot be, the page says what comes first."""
    shown = get_object_or_404(JobPosting.objects.visible_to(request.user), pk=posting_id)
    try:
        asking.ask_for_posting(request.seeker.pk, shown.pk)
    except NotAskable as refusal:
        messages.warning(request, refusal.said)
    else:
        messages.success(request, _("Your advisor sees that you would like to be referred to this job."))
    return back_from(request, shown.pk)


@for_members
@button_on("jobs:posting", "posting_id")
def take_back(request: MemberRequest, posting_id: int) -> HttpResponse:
    asking.take_back(request.seeker, posting_id)
    messages.success(request, _("You no longer ask for this job."))
    return back_from(request, posting_id)


def back_from(request: HttpRequest, posting_id: int) -> HttpResponse:
    """To the page on which the button stands."""
    return redirect("jobs:saved") if request.POST.get("back") == "saved" else redirect("jobs:posting", posting_id)


PRIVATE = ("/admin/", "/mypage/", "/counseling/", "/advisor/", "/referrals/", "/notices/", "/withdraw/", "/jobs/saved/")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Which pages are for nobody but the person they are about, and where the list of the others is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE), "Allow: /withdraw/$"]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('jobs:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@for_visitors
def sitemap_index(request: HttpRequest) -> TemplateResponse:
    """The maps at the address of the service, as in the maps themselves; the stock index names that of the request."""
    answer = sitemaps.index(request, SITEMAPS, sitemap_url_name="jobs:sitemap_of")
    for listed in (answer.context_data or {})["sitemaps"]:
        listed.location = settings.SITE_URL + urlsplit(listed.location)._replace(scheme="", netloc="").geturl()
    return answer
