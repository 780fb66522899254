"""What a member reads of the postings referred to them, and what they decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.users.access import MemberRequest, for_members
from config.refusals import Refusal
from config.steps import follows
from jobs.conditions.facts_in_words import FIRST, facts, first_facts
from jobs.referrals import selection as actions
from jobs.referrals.calendars import invitation
from jobs.referrals.forms import AcceptForm, DeclineForm
from jobs.referrals.models import JobInterview, Referral, ReferralQuerySet
from jobs.referrals.progress import comparison, happenings, steps
from jobs.referrals.refusals import AlreadyAnswered
from jobs.referrals.whose_turn import turn_of

Status = Referral.Status


def own(request: MemberRequest) -> ReferralQuerySet:
    return Referral.objects.visible_to(request.user).select_related("posting__company")


@require_safe
@for_members
def referrals(request: MemberRequest) -> HttpResponse:
    rows = own(request)
    context = {
        "waiting": rows.proposed().order_by("-proposed_at", "-pk"),
        "in_selection": rows.in_selection().order_by("-applied_at", "-pk"),
        "past": rows.past().order_by("-ended_at", "-pk"),
    }
    return render(request, "jobs/referrals/referrals.html", context)


@require_safe
@for_members
def referral(request: MemberRequest, referral_id: int) -> HttpResponse:
    referral = get_object_or_404(own(request), pk=referral_id)
    compared = comparison(referral.posting, request.seeker.desired_conditions.all())
    events, interviews = referral.events.all(), referral.interviews.all()
    context = {
        "referral": referral,
        "turn": turn_of(referral, events, interviews, now=timezone.now()),
        "posting": referral.posting,
        "first_facts": first_facts(referral.posting),
        "facts": facts(referral.posting, but=FIRST),
        "must_haves": [beside for beside in compared if beside.line.condition.is_must],
        "negotiable": [beside for beside in compared if not beside.line.condition.is_must],
        "steps": steps(referral),
        "happenings": happenings(referral, events),
        "interviews": interviews,
        "seeker": request.seeker,
        "is_leaving": referral.can_be_answered and request.seeker.is_leaving,
    }
    return render(request, "jobs/referrals/referral.html", context)


def answered(
    request: MemberRequest, referral_id: int, said: str, act: Callable[..., Referral], **more: Any
) -> HttpResponse:
    """Do what the seeker decided, say what came of it, and show the referral again."""
    try:
        act(referral_id, by=request.user, **more)
    except Refusal as refusal:
        messages.warning(request, refusal.said)
    else:
        messages.success(request, said)
    return redirect("jobs:referral", referral_id)


def elsewhere(request: MemberRequest, referral: Referral) -> HttpResponse:
    """What is asked here does not follow on where the referral stands: say where that is, and show it."""
    messages.warning(request, AlreadyAnswered(referral.get_status_display()).said)
    return redirect("jobs:referral", referral.pk)


def asked(request: MemberRequest, referral: Referral, title: str, *lines: str, **said: str) -> HttpResponse:
    """Ask once before what cannot be undone: what happens next, in three lines, and one button."""
    context = {"referral": referral, "title": title, "lines": lines, **said}
    return render(request, "jobs/referrals/ask.html", context)


@require_http_methods(["GET", "POST"])
@for_members
def apply(request: MemberRequest, referral_id: int) -> HttpResponse:
    referral = get_object_or_404(own(request), pk=referral_id)
    if not follows(referral, Status.APPLIED):
        return elsewhere(request, referral)
    if request.method == "POST":
        said = _("You have applied. Your advisor sends your application to the company.")
        return answered(request, referral.pk, said, actions.apply)
    if request.seeker.is_leaving:
        return redirect("jobs:referral", referral.pk)
    lines = (
        _("Your advisor sends your application to the company."),
        _("The company looks at it. You hear of each step by mail."),
        _("You can withdraw from the selection at any time."),
    )
    return asked(request, referral, _("Apply for this job?"), *lines, button=_("Apply"), kind="go")


@require_http_methods(["GET", "POST"])
@for_members
def decline(request: MemberRequest, referral_id: int) -> HttpResponse:
    referral = get_object_or_404(own(request), pk=referral_id)
    if not follows(referral, Status.DECLINED):
        return elsewhere(request, referral)
    compared = comparison(referral.posting, request.seeker.desired_conditions.filter(is_must=False))
    negotiable = [beside.line.condition for beside in compared if not beside.line.is_met]
    form = DeclineForm(request.POST or None, negotiable=negotiable)
    if request.method == "POST" and form.is_valid():
        said = _("You have declined. Nobody will ask you about it.")
        return answered(request, referral.pk, said, actions.decline, **form.cleaned_data)
    return render(request, "jobs/referrals/decline.html", {"referral": referral, "form": form})


@require_http_methods(["GET", "POST"])
@for_members
def step_back(request: MemberRequest, referral_id: int) -> HttpResponse:
    referral = get_object_or_404(own(request), pk=referral_id)
    if not follows(referral, Status.WITHDRAWN_BY_SEEKER):
        return elsewhere(request, referral)
    if request.method == "POST":
        said = _("You have withdrawn from the selection. Your advisor tells the company.")
        return answered(request, referral.pk, said, actions.step_back)
    lines = (
        _("Your advisor tells the company. You speak to nobody, and need not say why."),
        _("The selection ends."),
        _("The same posting is not referred to you again."),
    )
    button = _("Withdraw from this selection")
    return asked(request, referral, _("Withdraw from this selection?"), *lines, button=button, kind="danger")


@require_http_methods(["GET", "POST"])
@for_members
def accept(request: MemberRequest, referral_id: int) -> HttpResponse:
    referral = get_object_or_404(own(request), pk=referral_id)
    if not follows(referral, Status.ACCEPTED):
        return elsewhere(request, referral)
    others = own(request).in_selection().exclude(pk=referral.pk).order_by("-applied_at", "-pk")
    form = AcceptForm(request.POST if request.method == "POST" else None, others=others)
    if form.is_valid():
        said = _("Congratulations! You have accepted the offer. Your advisor tells the company.")
        ticked = [other.pk for other in form.cleaned_data.get("others", [])]
        return answered(request, referral.pk, said, actions.accept, stepping_back_from=ticked)
    lines = (
        _("Your advisor tells the company that you accept."),
        _("With your advisor you settle what comes before your first day."),
        _("This cannot be undone. Take the time you need."),
    )
    return render(request, "jobs/referrals/accept.html", {"referral": referral, "form": form, "lines": lines})


@require_safe
@for_members
def interview_file(request: MemberRequest, interview_id: int) -> HttpResponse:
    """The interview for the seeker's own calendar."""
    interview = get_object_or_404(
        JobInterview.objects.visible_to(request.user).select_related("referral__posting__company"), pk=interview_id
    )
    headers = {"Content-Disposition": f'attachment; filename="interview-{interview.pk}.ics"'}
    return HttpResponse(invitation(interview, now=timezone.now()), content_type="text/calendar", headers=headers)
