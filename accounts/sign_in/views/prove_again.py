"""A fresh mailed code for somebody who is signed in: asked for by a button, typed here, and back to where they were.

Its digest waits in the session; how often one is mailed and tried is counted in the database.
"""

import time
from typing import TypedDict

from allauth.account import app_settings
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.attempts.budgets import (
    CODES_TRIED,
    TRIES_OF_A_CODE,
    WRONG_CODES_OF_A_MEMBER,
    Share,
    give_back,
    mails,
    spend,
)
from accounts.attempts.limits import source, too_often
from accounts.attempts.refusals import TooOften
from accounts.messages.queue import queue_message
from accounts.profile.forms import CodeForm
from accounts.registration import codes
from accounts.users.access import SignedInRequest
from config import clock
from config.typed import Text

ASKED = "proof_asked"


class Asked(TypedDict):
    """A code in the session."""

    salt: str
    digest: str
    at: float


@never_cache
@require_http_methods(["GET", "POST"])
def prove_again(request: SignedInRequest) -> HttpResponse:
    form = CodeForm(request.POST or None) if "code" in request.POST else CodeForm()
    try:
        if request.POST.get("action") in {"send", "resend"}:
            return send(request)
        asked = waiting(request)
        if asked and form.is_bound and form.is_valid():
            if is_right(request, asked, form.cleaned_data["code"]):
                return go_on(request)
            form.add_error("code", _("This is not the code of the mail. Please look once more."))
    except TooOften as refusal:
        return too_often(shown(request, form, refusal=refusal.said), retry_at=refusal.retry_at, now=clock.now())
    return shown(request, form)


def waiting(request: SignedInRequest) -> Asked | None:
    """The code that this session has asked for and that still counts."""
    asked: Asked | None = request.session.get(ASKED)
    return asked if asked and time.time() - asked["at"] < app_settings.LOGIN_BY_CODE_TIMEOUT else None


def send(request: SignedInRequest) -> HttpResponse:
    spend(mails(request.user.email, source=source(request), owner=request.user), now=clock.now())
    code, salt, kept = codes.new_code()
    request.session[ASKED] = {"salt": salt, "digest": kept, "at": time.time()}
    queue_message("accounts/proof_code", request.user, code=code)
    return redirect(request.get_full_path())


def is_right(request: SignedInRequest, asked: Asked, code: str) -> bool:
    """Counted before it is compared, so that of eight at once none is judged beyond the budget."""
    email = request.user.email
    wrong: Share = WRONG_CODES_OF_A_MEMBER.of(str(request.user.pk), email=email)
    spend(CODES_TRIED.of(source(request)), TRIES_OF_A_CODE.of(asked["salt"], email=email), wrong, now=clock.now())
    if not codes.fits(code, salt=asked["salt"], kept=asked["digest"]):
        return False
    give_back(wrong)
    return True


def go_on(request: SignedInRequest) -> HttpResponse:
    del request.session[ASKED]
    record_authentication(request, request.user, method="code")
    return redirect(get_next_redirect_url(request, REDIRECT_FIELD_NAME) or "accounts:after_sign_in")


def shown(request: SignedInRequest, form: CodeForm, *, refusal: Text = "") -> HttpResponse:
    context = {"form": form, "email": request.user.email, "is_asked": bool(waiting(request)), "refusal": refusal}
    return render(request, "account/reauthenticate.html", context)
