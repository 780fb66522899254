from allauth.account import forms as allauth_forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import CodeField, EmailField


class RequestLoginCodeForm(allauth_forms.RequestLoginCodeForm):
    email = EmailField(help_text=_("We send a six-digit code to it. There is no password."))


class ConfirmLoginCodeForm(allauth_forms.ConfirmLoginCodeForm):
    code = CodeField(help_text=_("Six digits, from the mail we have just sent."))
