from allauth.account import forms as allauth_forms
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base import forms as mfa_forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.attempts.budgets import SECOND_FACTORS, SECOND_FACTORS_A_DAY, give_back, spend
from accounts.attempts.limits import too_often
from accounts.attempts.refusals import TooOften
from accounts.users.fields import CodeField, EmailField
from accounts.users.models import User
from config import clock


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    email = EmailField()

    @property
    def owner(self) -> User | None:
        """Whose address it is; known to nobody but the mail."""
        return self._user


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    code = CodeField(help_text=_("Six digits, from the mail we have just sent."))


class CountedSecondFactor(mfa_forms.BaseAuthenticateForm):
    """Counts each second factor that is typed, of the app or a recovery code, before it is looked at."""

    def clean_code(self) -> str:
        who, now = str(self.user.pk), clock.now()
        shares = SECOND_FACTORS.of(who, email=self.user.email), SECOND_FACTORS_A_DAY.of(who, email=self.user.email)
        try:
            spend(*shares, now=now)
        except TooOften as refusal:
            page = render(context.request, "429.html", {"sentence": refusal.said})
            raise ImmediateHttpResponse(too_often(page, retry_at=refusal.retry_at, now=now)) from refusal
        code = super().clean_code()
        give_back(*shares)
        return code


class AuthenticateForm(CountedSecondFactor, mfa_forms.AuthenticateForm):
    pass


class ReauthenticateForm(CountedSecondFactor, mfa_forms.ReauthenticateForm):
    pass
