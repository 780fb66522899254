"""Form fields that read what people really type."""

import unicodedata
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from accounts.registration import codes
from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone
from accounts.users.slips import domains_near
from config.moments import DateField
from config.typed import Typed


class EmailField(forms.EmailField):
    """An e-mail address, in its one normalised form."""

    default_error_messages = {
        "required": _("Enter your e-mail address."),
        "invalid": _("This is not an e-mail address. It looks like name@example.jp."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("E-mail address"))
        super().__init__(**kwargs)
        self.widget.attrs |= {
            "autocomplete": "email",
            "inputmode": "email",
            "autocapitalize": "none",
            "spellcheck": "false",
        }

    def to_python(self, value: Any) -> str:
        return normalise_email(super().to_python(value) or "")


class PhoneField(forms.CharField):
    """A Japanese phone number in any usual writing; gives a `PhoneNumber`."""

    default_error_messages = {
        "required": _("Enter your phone number."),
        "invalid": _("This is not a phone number in Japan. It looks like 090-1234-5678."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.widget.attrs |= {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        self.widget.input_type = "tel"

    def clean(self, value: Any) -> PhoneNumber | str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_phone(text)
        except NotAPhoneNumber:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class CodeField(forms.CharField):
    """A code from a mail, as it is typed or pasted: full-width digits, spaces and hyphens are read."""

    default_error_messages = {
        "required": _("Enter the code from the mail."),
        "invalid": _("A code is six digits."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Code"))
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "one-time-code", "inputmode": "numeric"}

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return "".join(character for character in text if character not in " -‐−ー")

    def validate(self, value: str) -> None:
        super().validate(value)
        if not (len(value) == codes.LENGTH and value.isdecimal()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class BirthDateField(DateField):
    """A date of birth, from a date picker or typed."""

    default_error_messages = {
        "required": _("Enter your date of birth."),
        "invalid": _("This is not a date. It looks like 2001-04-05."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}))
        super().__init__(**kwargs)


class AsksAboutDomain(forms.Form):
    """A form with an `email`: a domain that looks mistyped is asked about, once. Sent again as it is, it counts.

    What is asked depends on what was typed alone, and on nobody who is registered.
    """

    asked_about = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        asked = self.add_prefix("asked_about")
        typed = email.rpartition("@")[2]
        if (meant := domains_near(typed)) and email not in (self.data.get(asked), self.initial.get("email")):
            sent: Any = copy(self.data)  # a QueryDict, made a dict, would hold lists
            sent[asked] = email
            self.data = sent
            question = _(
                "“%(typed)s” - did you mean “%(meant)s”? "
                "If it is right as you typed it, please send the form once more."
            )
            raise ValidationError(question, code="mistyped", params={"typed": typed, "meant": meant[0]})
        return email

    def clean(self) -> Typed:
        self.cleaned_data.pop("asked_about", None)
        return self.cleaned_data
