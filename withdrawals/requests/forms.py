from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.users.fields import AsksAboutDomain, EmailField, PhoneField
from withdrawals.requests.models import Reason


class WithdrawalForm(AsksAboutDomain):
    """The way out: two things to know the member by, and two that nobody has to say."""

    phone = PhoneField(label=_("Registered phone number"))
    email = EmailField(label=_("Registered e-mail address"))
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("I would rather not say")), *Reason.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the list, or none.")},
    )
    comment = forms.CharField(
        label=_("Anything you want to tell us"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("Please use at most 2,000 characters; these are %(show_value)d.")},
    )


class ReceiptForm(forms.Form):
    receipt = forms.CharField(
        label=_("Receipt"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none"}),
        help_text=_("Paste the lines of the mail between BEGIN and END."),
        error_messages={"required": _("Paste the receipt from the mail.")},
    )
