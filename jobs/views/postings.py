"""The public pages of jobs, and what a member keeps of them."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import for_members
from config import clock
from config.buttons import button_on
from jobs import listing
from jobs.actions import saving
from jobs.forms.search import SearchForm
from jobs.models import DesiredCondition, JobPosting, Referral, SavedPosting
from jobs.progress import comparison
from jobs.stating import facts
from jobs.structured import json_ld


@login_not_required
@require_safe
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
        "page": page,
        "after": after,
        "is_misplaced": bool(request.GET.get("after")) and after is None,
        "count": len(page.postings) if is_all else listing.counted(found),
        "counted": listing.COUNTED,
        "saved": saved_among(request, page.postings),
        "lifting": lifting(request.GET, form, conditions, newest) if is_all and not page.postings else [],
        "site_url": settings.SITE_URL,
    }
    return render(request, "jobs/postings.html", context)


def saved_among(request: HttpRequest, shown: list[JobPosting]) -> set[int]:
    """Those of the shown that this person has saved."""
    if request.user.is_anonymous or not shown:
        return set()
    saved = SavedPosting.objects.filter(seeker__user=request.user, posting__in=[posting.pk for posting in shown])
    return set(saved.values_list("posting", flat=True))


def lifting(asked: QueryDict, form: SearchForm, conditions: dict, newest) -> list[dict]:
    """What can be lifted of a search that finds nothing: its name, how many there are then, and the address."""
    gained = listing.gained_without(newest, conditions) if conditions else {}
    return [{"label": form.label_of(name), "count": gained[name], "query": without(asked, name)} for name in gained]


def without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    rest.pop(name)
    return rest.urlencode()


@login_not_required
@require_safe
def posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """One posting. Whoever it was not referred to hears of a closed one that it has closed."""
    shown = JobPosting.objects.visible_to(request.user).select_related("company").filter(pk=posting_id).first()
    if shown is None:
        closed = get_object_or_404(JobPosting.objects.no_longer_open(), pk=posting_id)
        return render(request, "jobs/closed.html", {"posting": closed}, status=410)
    context = {
        "posting": shown,
        "facts": facts(shown),
        "json_ld": json_ld(shown) if shown.is_open else "",
        "site_url": settings.SITE_URL,
        **own_view(request, shown),
    }
    return render(request, "jobs/posting.html", context)


def own_view(request: HttpRequest, shown: JobPosting) -> dict:
    """What a posting is to the member who reads it: how it fits, whether it is saved, whether it was referred."""
    if request.user.is_anonymous or request.user.is_staff:
        return {"is_member": False, "compared": [], "is_saved": False, "referral": None}
    wishes = list(DesiredCondition.objects.visible_to(request.user))
    return {
        "is_member": True,
        "compared": comparison(shown, wishes) if wishes else [],
        "is_saved": bool(saved_among(request, [shown])),
        "referral": Referral.objects.visible_to(request.user).filter(posting=shown).first(),
    }


@require_safe
@for_members
def saved(request: HttpRequest) -> HttpResponse:
    """What a member has saved, newest first; closed ones too, said to be so."""
    kept = request.seeker.saved_postings.select_related("posting__company").order_by("-saved_at", "-pk")
    return render(request, "jobs/saved.html", {"kept": kept})


@for_members
@button_on("jobs:posting", "posting_id")
def save(request: HttpRequest, posting_id: int) -> HttpResponse:
    shown = get_object_or_404(JobPosting.objects.visible_to(request.user), pk=posting_id)
    saving.save_posting(request.seeker, shown, now=clock.stamp())
    messages.success(request, _("The job is saved. You find it on your page."))
    return redirect("jobs:posting", shown.pk)


@for_members
@button_on("jobs:saved")
def unsave(request: HttpRequest, posting_id: int) -> HttpResponse:
    saving.unsave_posting(request.seeker, posting_id)
    messages.success(request, _("The job is no longer saved."))
    return redirect("jobs:saved")
