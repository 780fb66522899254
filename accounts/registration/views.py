"""Registration in two pages: who somebody is, then the code from the mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.attempts.budgets import (
    CODES_TRIED,
    REGISTRATIONS,
    WRONG_CODES_OF_A_SOURCE,
    Share,
    give_back,
    is_spent,
    mails,
    spend,
    wrong_codes,
)
from accounts.attempts.limits import source, too_often
from accounts.attempts.refusals import ManyWrongCodes, TooOften
from accounts.profile.forms import CodeForm, MemberForm
from accounts.registration import registering as actions
from accounts.registration.models import MailboxProof
from accounts.registration.pending import COOKIE, INVITED, invited_by, pending_registration, remember_registration
from accounts.users.models import JobSeeker, User
from config import clock
from config.typed import Typed

ELSEWHERE = gettext_lazy(
    "A code counts for an hour, in the browser in which it was asked for. Please go back to that one, or fill in the "
    "form to have a new code sent for this one."
)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:mypage")
    form = MemberForm(request.POST or None, today=timezone.localdate(), initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        email, now = form.cleaned_data["email"], clock.now()
        try:
            spend(REGISTRATIONS.of(source(request)), mails(email, source=source(request)), now=now)
        except TooOften as refusal:
            page = render(request, "accounts/registration/register.html", {"form": form, "retry_at": refusal.retry_at})
            return too_often(page, retry_at=refusal.retry_at, now=now)
        said = {"language": get_language(), "came_by": invited_by(request)}
        proof = actions.begin_registration(email, form.details(), **said, now=now)
        return remember_registration(redirect("accounts:register_code"), proof, secure=settings.SECURE)
    return render(request, "accounts/registration/register.html", {"form": form, "retry_at": None})


def typed_before(request: HttpRequest) -> Typed | None:
    """What the person typed a moment ago, to be corrected."""
    proof = pending_registration(request) if request.method == "GET" else None
    return {**proof.details, "email": proof.email} if proof else None


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def register_code(request: HttpRequest) -> HttpResponse:
    proof = pending_registration(request)
    if proof is None and request.user.is_authenticated:  # by the way back, or from another tab: already registered
        return redirect("accounts:mypage")
    if proof is None:
        messages.info(request, ELSEWHERE)
        return redirect("accounts:register")
    if proof.proven_at:
        return enter(request, proof)
    return REGISTRATION_PAGE.answer(request, proof)


@dataclass(frozen=True)
class CodePage:
    """A page that takes the code of a proof, or has a new one sent, and what follows."""

    template: str
    proven: Callable[[HttpRequest, MailboxProof], HttpResponse]
    back: str
    shares: Callable[[HttpRequest, MailboxProof], tuple[Share, ...]]

    def answer(self, request: HttpRequest, proof: MailboxProof) -> HttpResponse:
        now, resending = clock.now(), request.POST.get("action") == "resend"
        form = CodeForm(None if resending else request.POST or None)
        try:
            if resending:
                return resend_code(request, proof, now=now)
            if form.is_bound and form.is_valid() and (done := self.judged(request, proof, form, now=now)):
                return done
        except TooOften as refusal:
            page = self.shown(request, proof, form, refusal=refusal)
            return too_often(page, retry_at=refusal.retry_at, now=now)
        return self.shown(request, proof, form)

    def judged(
        self, request: HttpRequest, proof: MailboxProof, form: CodeForm, *, now: datetime
    ) -> HttpResponse | None:
        """Where a typed code leads; None back to the page, which says what is wrong with it."""
        shares = self.shares(request, proof)
        spend(CODES_TRIED.of(source(request)), *shares, now=now)
        match actions.try_code(proof.pk, form.cleaned_data["code"]):
            case actions.Verdict.RIGHT:
                give_back(*shares)
                return self.proven(request, proof)
            case actions.Verdict.EXPIRED:
                messages.error(request, _("This code no longer counts. Please have a new one sent."))
                return redirect(self.back)
        form.add_error("code", _("This is not the code of the mail. Please look once more."))
        return None

    def shown(
        self, request: HttpRequest, proof: MailboxProof, form: CodeForm, *, refusal: TooOften | None = None
    ) -> HttpResponse:
        context = {
            "form": form,
            "email": proof.email,
            "refusal": refusal and refusal.said,
            "by_link": isinstance(refusal, ManyWrongCodes),
        }
        return render(request, self.template, context)


def resend_code(request: HttpRequest, proof: MailboxProof, *, now: datetime) -> HttpResponse:
    """A new code; or a link, once so many wrong codes came that none typed counts today."""
    spend(mails(proof.email, source=source(request)), now=now)
    if proof.purpose == MailboxProof.Purpose.REGISTRATION and is_spent(wrong_codes(proof.email), now=now):
        actions.send_link(proof.pk)
        messages.success(request, _("A link is on its way. It counts for half an hour."))
    else:
        actions.send_code_again(proof.pk)
        messages.success(request, _("A new code is on its way. The one before no longer counts."))
    return redirect(request.path)


def of_registration(request: HttpRequest, proof: MailboxProof) -> tuple[Share, ...]:
    """A registration signs in whoever owns the address, so its wrong codes and those of a sign-in count as one."""
    return WRONG_CODES_OF_A_SOURCE.of(source(request)), wrong_codes(proof.email)


def enter(request: HttpRequest, proof: MailboxProof) -> HttpResponse:
    """The mailbox is proven: register, or come in as who one is already, or choose what becomes of a withdrawal."""
    seeker = JobSeeker.objects.filter(user__email=proof.email).first()
    if seeker and seeker.is_leaving:
        return redirect("withdrawals:return_choice")
    user = actions.complete_registration(proof, now=clock.now())
    if seeker:
        messages.info(request, _("You are already a member, so we have signed you in. Nothing was changed."))
    else:
        messages.success(request, _("Welcome. You are registered."))
    return sign_in(request, user)


def sign_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in the owner of a mailbox proven just now; a second factor, where there is one, is still asked for."""
    record_authentication(request, user, method="code")
    response: HttpResponse = perform_login(request, user, email=user.email)
    response.delete_cookie(COOKIE)
    response.delete_cookie(INVITED)
    return response


REGISTRATION_PAGE = CodePage("accounts/registration/register_code.html", enter, "accounts:register", of_registration)
