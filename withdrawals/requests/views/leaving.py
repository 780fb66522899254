"""The public way out. No view here looks anybody up: the worker does, and answers by mail."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.attempts.limits import RECEIPTS_VERIFIED, WITHDRAWALS, source, too_often
from accounts.models import JobSeeker
from config import clock
from config.typed import Typed
from withdrawals.erasure.receipts import read_receipt
from withdrawals.requests import filing as actions
from withdrawals.requests.deadlines import due_on
from withdrawals.requests.forms import ReceiptForm, WithdrawalForm
from withdrawals.requests.links import Purpose, read, status_path, token
from withdrawals.requests.models import WithdrawalRequest

COOKIE = "withdrawal"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    form = WithdrawalForm(request.POST or None, initial=registered_contact(request))
    context = {"form": form, "due_on": due_on(now), "retry_at": None}
    if request.method == "POST" and form.is_valid():
        if retry_at := WITHDRAWALS.use(source(request), now=now):
            page = render(request, "withdrawals/requests/withdraw.html", {**context, "retry_at": retry_at})
            return too_often(page, retry_at=retry_at, now=now)
        typed = {**form.cleaned_data, "phone": form.cleaned_data["phone"].as_e164}
        filed = actions.file_request(**typed, language=get_language(), now=now)
        return remember_request(redirect("withdrawals:received"), filed)
    return render(request, "withdrawals/requests/withdraw.html", context)


def registered_contact(request: HttpRequest) -> Typed | None:
    """What a member who is signed in need not type."""
    if request.method != "GET" or not request.user.is_authenticated:
        return None
    seeker = JobSeeker.objects.filter(user=request.user).first()
    return {"phone": seeker.phone.as_national, "email": request.user.email} if seeker else None


def remember_request(response: HttpResponse, filed: WithdrawalRequest) -> HttpResponse:
    """Let the next page show the reference number, to this browser only."""
    response.set_cookie(
        COOKIE,
        token(Purpose.WATCH, filed),
        max_age=60 * 60 * 24,
        path="/withdraw/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@dataclass(frozen=True)
class Filed:
    """What the answer page shows of a request."""

    reference: str
    due_on: date
    status_url: str


@login_not_required
@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The same answer for everybody: received, and by when it will be done."""
    _purpose, found = find_request(request.COOKIES.get(COOKIE, ""), Purpose.WATCH)
    receipt = Filed(found.reference, found.due_on, status_path(Purpose.WATCH, found)) if found else None
    return render(request, "withdrawals/requests/received.html", {"receipt": receipt})


def find_request(text: str, *purposes: Purpose) -> tuple[Purpose | None, WithdrawalRequest | None]:
    """What a signed token is for, and the request it names, if that is one of these purposes."""
    purpose, reference = read(text) or (None, "")
    if purpose not in purposes:
        return None, None
    return purpose, WithdrawalRequest.objects.filter(reference=reference).first()


@login_not_required
@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Received, due, finished - and no more, because whoever filed it may be a stranger.

    The mailed address shows the end at once. The one of the answer page shows it when the due day is over: earlier,
    the day it ended would tell a stranger that there was a member.
    """
    purpose, found = find_request(token, Purpose.WATCH, Purpose.FOLLOW)
    if found is None:
        raise Http404
    mailed = purpose is Purpose.FOLLOW
    is_due_day_over = clock.today() > found.due_on  # asked for every request: what only some cost, tells them apart
    finished = not found.is_open and (mailed or is_due_day_over)
    context = {
        "state": "finished" if finished else "received",
        "reference": found.reference,
        "received_on": timezone.localdate(found.received_at),
        "due_on": found.due_on,
    }
    return render(request, "withdrawals/requests/status.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    context: Typed = {"form": form, "result": None, "invalid": False, "retry_at": None}
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        context["retry_at"] = RECEIPTS_VERIFIED.use(source(request), now=now)
        if context["retry_at"]:
            page = render(request, "withdrawals/erasure/verify.html", context)
            return too_often(page, retry_at=context["retry_at"], now=now)
        context["result"] = read_receipt(form.cleaned_data["receipt"])
        context["invalid"] = context["result"] is None
    return render(request, "withdrawals/erasure/verify.html", context)
