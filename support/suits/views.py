from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import JobSeeker
from accounts.users.access import MemberRequest, for_members
from config.typed import Typed
from jobs.models import JobInterview
from support.suits import booking as actions
from support.suits.affected import alternatives
from support.suits.calendars import invitation
from support.suits.days import AFTER, BEFORE, first_pick_up
from support.suits.forms import DaysForm, ReserveForm, SizeForm
from support.suits.models import SuitLoan, SuitLoanQuerySet
from support.suits.offered import by_office, kinds
from support.suits.refusals import (
    AlreadyReserved,
    BroughtBackTooSoon,
    KeptTooLong,
    Leaving,
    NoLongerReserved,
    NoneLeft,
    NotLent,
)
from support.suits.sizes import SIZES, fitting

ASKED = ("cut", "size", "office", "interview", "needed_on")
OF_RETURN = (BroughtBackTooSoon, KeptTooLong)


def own_loans(request: MemberRequest) -> SuitLoanQuerySet:
    return SuitLoan.objects.visible_to(request.user).select_related("office", "suit", "interview")


@require_http_methods(["GET", "POST"])
@for_members
def suits(request: MemberRequest) -> HttpResponse:
    """What one has reserved or at home, and the form that reserves one."""
    offered = kinds()
    form = ReserveForm(
        request.POST or None,
        offices=dict.fromkeys((kind.office_id, kind.office) for kind in offered),
        interviews=interviews_of(request.seeker),
        initial={name: request.GET[name] for name in ASKED if name in request.GET},
    )
    context = {"form": form, "offered": by_office(offered), "before": BEFORE, "after": AFTER, "instead": []}
    if request.method == "POST" and form.is_valid():
        return reserve(request, form, context)
    return suits_page(request, context)


def suits_page(request: MemberRequest, context: Typed) -> HttpResponse:
    return render(request, "support/suits/suits.html", {**standing(request), **context})


def reserve(request: MemberRequest, form: ReserveForm, context: Typed) -> HttpResponse:
    """A refusal stands in the form, with what was typed; where none is left, with what else is free."""
    try:
        actions.reserve(request.seeker, **form.wanted)
    except (AlreadyReserved, Leaving) as refusal:
        messages.warning(request, refusal.said)
        return redirect("support:suits")
    except NoneLeft as refusal:
        form.add_error(None, refusal.said)
        return suits_page(request, context | {"instead": instead(form, refusal)})
    except NotLent as refusal:
        form.add_error("needed_on" if form.is_for_other_day else "interview", refusal.said)
        return suits_page(request, context)
    messages.success(request, gettext("Your suit is reserved. The details are on their way by mail."))
    return redirect("support:suits")


def instead(form: ReserveForm, refusal: NoneLeft) -> list[tuple[str, str]]:
    """What else is free on those days, and what the address of the form is asked then."""
    kept = {name: form.data[name] for name in ("interview", "needed_on") if form.data.get(name)}
    free = alternatives(refusal.key, refusal.span, now=timezone.now())
    return [
        (other.label, urlencode({"office": other.key.office_id, "cut": other.key.cut, "size": other.key.size} | kept))
        for other in free
    ]


def standing(request: MemberRequest) -> Typed:
    """What the member holds, and whether they may have more. What nobody came for is over, swept up or not."""
    today = timezone.localdate()
    live = own_loans(request).live().order_by("pick_up_on", "pk")
    loans = [loan for loan in live if loan.is_lent or loan.wanted_on >= today]
    return {
        "loans": [(loan, loan.is_overdue(today)) for loan in loans],
        "is_leaving": request.seeker.is_leaving,
        "has_reserved": any(loan.is_requested for loan in loans),
    }


def interviews_of(seeker: JobSeeker) -> QuerySet[JobInterview]:
    ahead = JobInterview.objects.standing().filter(referral__seeker=seeker, starts_at__gt=timezone.now())
    return ahead.select_related("referral__posting__company")


@require_safe
@for_members
def size(request: MemberRequest) -> HttpResponse:
    """Which size fits, by three measures that are kept nowhere."""
    form = SizeForm(request.GET if "chest" in request.GET else None)
    context: Typed = {"form": form, "fit": None}
    if form.is_valid():
        named, fit = dict(SIZES), fitting(form.cut, form.body)
        context |= {"fit": fit, "cut": form.cut, "named": named.get(fit.size), "also": named.get(fit.also)}
    return render(request, "support/suits/size.html", context)


# One reservation


def own_loan(request: MemberRequest, loan_id: int) -> SuitLoan:
    return get_object_or_404(own_loans(request), pk=loan_id)


def not_changed(request: MemberRequest, refusal: NotLent) -> HttpResponse:
    messages.error(request, refusal.said)
    return redirect("support:suits")


@require_http_methods(["GET", "POST"])
@for_members
def move(request: MemberRequest, loan_id: int) -> HttpResponse:
    """Other days, until the hand-out."""
    loan = own_loan(request, loan_id)
    if not loan.is_requested:
        return not_changed(request, NoLongerReserved())
    form = DaysForm(request.POST or None, initial={"pick_up_on": loan.pick_up_on, "return_on": loan.return_on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(loan.pk, request.seeker, **form.cleaned_data)
        except (Leaving, NoLongerReserved) as refusal:
            return not_changed(request, refusal)
        except NotLent as refusal:
            form.add_error(field_of(refusal, form), refusal.said)
        else:
            messages.success(request, gettext("The days of your suit are changed. They are on their way by mail."))
            return redirect("support:suits")
    context = {"loan": loan, "form": form, "first_day": first_pick_up(timezone.localdate())}
    return render(request, "support/suits/move.html", context)


def field_of(refusal: NotLent, form: DaysForm) -> str | None:
    """Beside which field it is said."""
    if isinstance(refusal, NoneLeft):
        return None
    of_closed = getattr(refusal, "day", None)
    is_of_return = isinstance(refusal, OF_RETURN) or of_closed == form.cleaned_data["return_on"]
    return "return_on" if is_of_return else "pick_up_on"


@require_http_methods(["GET", "POST"])
@for_members
def cancel(request: MemberRequest, loan_id: int) -> HttpResponse:
    loan = own_loan(request, loan_id)
    if request.method == "POST":
        try:
            actions.cancel(loan.pk, request.seeker)
        except NotLent as refusal:
            return not_changed(request, refusal)
        messages.success(request, gettext("Your reservation is cancelled."))
        return redirect("support:suits")
    if not loan.is_requested:
        return not_changed(request, NoLongerReserved())
    return render(request, "support/suits/cancel.html", {"loan": loan})


@require_safe
@for_members
def calendar(request: MemberRequest, loan_id: int) -> HttpResponse:
    """Pick-up and return as a file for the seeker's own calendar."""
    file = invitation(own_loan(request, loan_id), now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="suit.ics"'}
    return HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
