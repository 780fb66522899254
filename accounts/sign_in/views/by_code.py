"""Sign-in by a mailed code, as allauth has it, with what may be asked and tried counted in the database."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account import views as allauth_views
from allauth.account.internal.constants import LoginStageKey
from allauth.account.stages import LoginStage, LoginStageController
from allauth.account.utils import passthrough_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.attempts.budgets import (
    CODES_TRIED,
    LINKS,
    SIGN_INS,
    TRIES_OF_A_CODE,
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
from accounts.profile.forms import CodeForm
from accounts.registration import links
from accounts.registration import registering as actions
from accounts.registration.models import MailboxProof
from accounts.registration.pending import remember_registration
from accounts.registration.views import sign_in
from accounts.sign_in.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from accounts.sign_in.known import known_owner
from accounts.users.models import User
from config import clock
from config.typed import Typed

ELSEWHERE = gettext_lazy(
    "A code counts for ten minutes, in the browser in which it was asked for. Please go back to that one, or have a "
    "new code sent for this one."
)


def has_run_out(stage: LoginStage) -> bool:
    return time.time() - stage.state["at"] > app_settings.LOGIN_BY_CODE_TIMEOUT


def asked_before(request: HttpRequest) -> LoginStage | None:
    """The code that this browser has asked for, run out or not."""
    return LoginStageController.enter(request, LoginStageKey.LOGIN_BY_CODE.value)


def asking(request: HttpRequest, email: str, user: User | None) -> tuple[Share, ...]:
    """What asking for a code counts on: the source, and the address from there; or the owner's own browser alone."""
    owner = known_owner(request, user)
    share = mails(email, source=source(request), owner=owner)
    return (share,) if owner else (SIGN_INS.of(source(request)), share)


class AskForCode(allauth_views.RequestLoginCodeView):
    def get_initial(self) -> Typed:
        """The address typed a moment ago, to be corrected or to have a new code sent to."""
        stage = asked_before(self.request)
        return {"email": stage.state["email"]} if stage else {}

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponse | None:
        """Who has been sent a code may ask for another one here, or type another address."""
        if stage.key == LoginStageKey.LOGIN_BY_CODE.value:
            return None
        return super()._redirect_to_pending_stage(request, stage)

    def form_valid(self, form: RequestLoginCodeForm) -> HttpResponse:
        now = clock.now()
        try:
            spend(*asking(self.request, form.cleaned_data["email"], form.owner), now=now)
        except TooOften as refusal:
            page = self.render_to_response(self.get_context_data(form=form, refusal=refusal.said))
            return too_often(page, retry_at=refusal.retry_at, now=now)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> Typed:
        return {"refusal": "", **super().get_context_data(**kwargs)}


ask_for_code = AskForCode.as_view()


class EnterCode(allauth_views.ConfirmLoginCodeView):
    @method_decorator([login_not_required, never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = asked_before(request)
        if not request.user.is_authenticated and (stage is None or has_run_out(stage)):
            messages.info(request, ELSEWHERE)
            return redirect(passthrough_next_redirect_url(request, reverse("account_login"), REDIRECT_FIELD_NAME))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count first, whatever the code turns out to be; what is no code at all costs nothing."""
        now = clock.now()
        try:
            if self._action == "resend":
                spend(*asking(request, self.email, self._process.user), now=now)
            elif CodeForm(request.POST).is_valid():
                spend(*self.tries(), *self.wrong_codes(), now=now)
        except TooOften as refusal:
            page = self.render_to_response(self.get_context_data(form=ConfirmLoginCodeForm(), refusal=refusal))
            return too_often(page, retry_at=refusal.retry_at, now=now)
        return super().post(request, *args, **kwargs)

    @property
    def email(self) -> str:
        return self._process.state["email"]

    def tries(self) -> tuple[Share, ...]:
        asked = f"{self.request.session.session_key} {self._process.state['at']} {self._process.state['resend_count']}"
        return CODES_TRIED.of(source(self.request)), TRIES_OF_A_CODE.of(asked, email=self.email)

    def wrong_codes(self) -> tuple[Share, ...]:
        return WRONG_CODES_OF_A_SOURCE.of(source(self.request)), self.share_of_the_day

    @cached_property
    def share_of_the_day(self) -> Share:
        return wrong_codes(self.email, owner=known_owner(self.request, self._process.user))

    def form_valid(self, form: Form) -> HttpResponse:
        if self._action != "resend":
            give_back(*self.wrong_codes())
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        """allauth would count in the session here, where eight at once count as one."""
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, *, refusal: TooOften | None = None, **kwargs: Any) -> Typed:
        by_link = isinstance(refusal, ManyWrongCodes) if refusal else is_spent(self.share_of_the_day, now=clock.now())
        said = refusal and refusal.said
        return {**super().get_context_data(**kwargs), "refusal": said, "by_link": by_link}


enter_code = EnterCode.as_view()


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def mailed_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a mailed link does once its button is pressed: a program that opens links changes nothing."""
    link = links.read(token)
    owner = links.owner(link) if link else None
    if link is None or owner is None:
        return link_is_over(request)
    if request.method == "POST":
        return follow(request, link, owner)
    context = {"email": owner.email, "registers": link.purpose == links.REGISTRATION}
    return render(request, "accounts/sign_in/mailed_link.html", context)


def follow(request: HttpRequest, link: links.Link, owner: User | MailboxProof) -> HttpResponse:
    now = clock.now()
    try:
        spend(LINKS.of(f"{link.row} {link.once}", email=owner.email), now=now)
    except TooOften:
        return link_is_over(request)
    if isinstance(owner, User):
        return sign_in(request, owner)
    if not actions.prove(owner.pk, owner.salt):
        return link_is_over(request)
    return remember_registration(redirect("accounts:register_code"), owner, secure=settings.SECURE)


def link_is_over(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This link has been used, or its half hour is over. Please ask for a new one."))
    return redirect("account_login")
