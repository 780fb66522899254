"""What a member wants of a job: an editor that is a page of forms, and what each must-have costs."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import JobSeeker
from accounts.users.access import MemberRequest, for_members
from config.buttons import button_on
from config.typed import Typed
from jobs.conditions import editing as actions
from jobs.conditions.counting import counted
from jobs.conditions.forms import ConditionForm
from jobs.conditions.models import ConditionKind
from jobs.conditions.referable import refusal, tells_advisor, with_standing, without_outcome
from jobs.conditions.refusals import NoSuchCondition, NotAskable

# What was taken away last, so that it can be put back.
REMOVED = "removed_condition"


@require_http_methods(["GET", "POST"])
@for_members
def conditions(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return press(request)
    wishes = list(request.seeker.desired_conditions.all())
    found, counted_at = counted(wishes, now=timezone.now())
    held = {wish.kind for wish in wishes}
    removed = request.session.get(REMOVED)
    context = {
        "sides": [(True, [w for w in wishes if w.is_must]), (False, [w for w in wishes if not w.is_must])],
        "left": [(kind, label) for kind, label in ConditionKind.choices if kind not in held],
        "supply": found,
        "counted_at": counted_at,
        "costliest": ConditionKind(found.costliest).label if found.costliest else "",
        "gained": found.gained[found.costliest] if found.costliest else 0,
        "removed": ConditionKind(removed["kind"]).label if removed and removed["kind"] not in held else "",
        **asking(request.seeker),
    }
    return render(request, "jobs/conditions/conditions.html", context)


def asking(seeker: JobSeeker) -> Typed:
    stand = with_standing(JobSeeker.objects.filter(pk=seeker.pk)).get()
    because = refusal(stand)
    over = without_outcome(seeker, now=timezone.now()) if because == "counseling" else None
    said = {"asked_at": stand.asked_at, "not_askable": because, "unrecorded": over}
    return {**said, "tells_advisor": tells_advisor(stand)}


def press(request: MemberRequest) -> HttpResponse:
    """Do what the pressed button says, and come back to the condition it stood at."""
    name = next((name for name in BUTTONS if name in request.POST), "")
    kind, _sep, rank = request.POST.get(name, "").partition(":")
    try:
        BUTTONS.get(name, nothing)(request, kind, rank)
    except NoSuchCondition as refusal:
        messages.warning(request, refusal.said)
    at = f"#{kind}" if kind in ConditionKind.values and name != "remove" else ""
    return redirect(reverse("jobs:conditions") + at)


def nothing(request: MemberRequest, kind: str, rank: str) -> None:
    raise NoSuchCondition(kind)


def move(request: MemberRequest, kind: str, rank: str) -> None:
    actions.move_to(request.seeker.pk, kind, int(rank[:3]) if rank.isdecimal() else 1)


def make_must(request: MemberRequest, kind: str, rank: str) -> None:
    actions.make_must(request.seeker.pk, kind)


def make_negotiable(request: MemberRequest, kind: str, rank: str) -> None:
    actions.make_negotiable(request.seeker.pk, kind)


def remove(request: MemberRequest, kind: str, rank: str) -> None:
    gone = actions.remove_condition(request.seeker.pk, kind)
    names = ("kind", "number", "is_must", "rank", "reason")
    request.session[REMOVED] = {name: getattr(gone, name) for name in names}


def restore(request: MemberRequest, kind: str, rank: str) -> None:
    removed = request.session.pop(REMOVED, None)
    if removed is None:
        raise NoSuchCondition(kind)
    actions.set_condition(request.seeker.pk, **removed)
    messages.success(request, _("It is back."))


BUTTONS = {
    "move": move,
    "must": make_must,
    "negotiable": make_negotiable,
    "remove": remove,
    "restore": restore,
}


@require_http_methods(["GET", "POST"])
@for_members
def condition(request: MemberRequest, kind: str) -> HttpResponse:
    """Add a condition of this kind, or change it."""
    if kind not in ConditionKind.values:
        raise Http404
    held = request.seeker.desired_conditions.filter(kind=kind).first()
    form = ConditionForm(request.POST or None, kind=kind, held=held)
    if request.method == "POST" and form.is_valid():
        actions.set_condition(request.seeker.pk, kind, **form.wanted())
        request.session.pop(REMOVED, None)
        messages.success(request, _("Your condition is saved."))
        return redirect(reverse("jobs:conditions") + f"#{kind}")
    stand = with_standing(JobSeeker.objects.filter(pk=request.seeker.pk)).get()
    context = {"form": form, "title": ConditionKind(kind).label, "tells_advisor": tells_advisor(stand)}
    return render(request, "jobs/conditions/condition.html", context)


@for_members
@button_on("jobs:conditions")
def ask(request: MemberRequest) -> HttpResponse:
    try:
        actions.ask_for_referrals(request.seeker.pk)
    except NotAskable as refusal:
        messages.warning(request, refusal.said)
    else:
        messages.success(request, _("Your advisor knows that you would like new referrals."))
    return redirect(reverse("jobs:conditions") + "#ask")
