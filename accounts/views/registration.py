"""Registration in two pages: seven fields, then the code from the mail."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import registration as actions
from accounts.forms.members import CodeForm, MemberForm
from accounts.limits import CODES_MAILED, CODES_TRIED, REGISTRATIONS, source
from accounts.models import JobSeeker, MailboxProof, User
from accounts.pending import COOKIE, pending_registration, remember_registration
from config import clock


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("accounts:mypage")
    form = MemberForm(request.POST or None, today=timezone.localdate(), initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        email, now = form.cleaned_data["email"], clock.now()
        retry_at = REGISTRATIONS.use(source(request), now=now) or CODES_MAILED.use(email, now=now)
        if retry_at:
            return render(request, "accounts/register.html", {"form": form, "retry_at": retry_at}, status=429)
        proof = actions.begin_registration(email, form.details(), language=get_language(), now=now)
        return remember_registration(redirect("accounts:register_code"), proof, secure=settings.SECURE)
    return render(request, "accounts/register.html", {"form": form, "retry_at": None})


def typed_before(request: HttpRequest) -> dict | None:
    """What the person typed a moment ago, to be corrected."""
    proof = pending_registration(request) if request.method == "GET" else None
    return proof and {**proof.details, "email": proof.email}


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def register_code(request: HttpRequest) -> HttpResponse:
    proof = pending_registration(request)
    if proof is None and request.user.is_authenticated:  # by the way back, or from another tab: already registered
        return redirect("accounts:mypage")
    if proof is None:
        messages.info(request, _("Please enter your details once more: the code has run out."))
        return redirect("accounts:register")
    if proof.proven_at:
        return enter(request, proof)
    if request.POST.get("action") == "resend":
        return resend_code(request, proof)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        match judge_code(request, proof, form):
            case actions.Verdict.RIGHT:
                return enter(request, proof)
            case actions.Verdict.EXPIRED:
                messages.error(request, _("This code no longer counts. Please have a new one sent."))
                return redirect("accounts:register")
    return render(request, "accounts/register_code.html", {"form": form, "email": proof.email})


def judge_code(request: HttpRequest, proof: MailboxProof, form: CodeForm) -> actions.Verdict | None:
    """What the typed code comes to; a wrong one, or one too many, is said beside the field."""
    now = clock.now()
    retry_at = CODES_TRIED.use(source(request), now=now)
    if retry_at:
        form.add_error("code", try_again_at(retry_at))
        return None
    verdict = actions.try_code(proof.pk, form.cleaned_data["code"], now=now)
    if verdict is actions.Verdict.WRONG:
        form.add_error("code", _("This is not the code of the mail. Please look once more."))
    return verdict


def try_again_at(retry_at) -> str:
    return _("That was very often. Please try again after %(time)s, or ring us: %(phone)s.") % {
        "time": timezone.localtime(retry_at).strftime("%H:%M"),
        "phone": settings.SUPPORT_PHONE,
    }


def resend_code(request: HttpRequest, proof: MailboxProof) -> HttpResponse:
    now = clock.now()
    retry_at = CODES_MAILED.use(proof.email, now=now)
    if retry_at:
        messages.warning(request, try_again_at(retry_at))
    else:
        actions.send_code_again(proof.pk, now=now)
        messages.success(request, _("A new code is on its way. The one before no longer counts."))
    return redirect(request.path)


def enter(request: HttpRequest, proof: MailboxProof) -> HttpResponse:
    """The mailbox is proven: register, or come in as who one is already, or choose what becomes of a withdrawal."""
    seeker = JobSeeker.objects.filter(user__email=proof.email).first()
    if seeker and seeker.withdrawal:
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
    response = perform_login(request, user, email=user.email)
    response.delete_cookie(COOKIE)
    return response
