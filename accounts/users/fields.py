"""Form fields that read what people really type."""

import re
import unicodedata
from copy import copy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from accounts.registration import codes
from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone
from accounts.users.slips import domains_near
from config.forms import InParts
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
        "invalid": _("There is no such date. Please check year, month and day."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Date of birth"))
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}))
        super().__init__(**kwargs)


class BirthDateParts(InParts):
    """Year, month and day, each typed as a number; a program may send them as one date, under the field's own name.

    What cannot be a date is given to the field as it was typed, and comes back into the three.
    """

    template_name = "components/birth_date.html"
    LABELS = (_("year"), _("month"), _("day"))

    def __init__(self) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput({"inputmode": "numeric", "autocomplete": f"bday-{part}"})
            for part in ("year", "month", "day")
        }
        super().__init__(boxes)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        if name in data:
            return str(data[name])
        typed = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        return "-".join(typed) if any(typed) else ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)

    def decompress(self, value: date | str | None) -> list[str]:
        if isinstance(value, date):
            return [str(value.year), str(value.month), str(value.day)]
        parts = [part.lstrip("0") or part for part in str(value or "").split("-")]
        return [*parts, "", ""][:3]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> Typed:
        context = super().get_context(name, value, attrs)
        for label, box in zip(self.LABELS, context["widget"]["subwidgets"], strict=True):
            box["label"] = label
        return context


# Katakana stands 0x60 behind hiragana; ヷ and what follows it has no hiragana.
TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヴ") + 1)}


def in_hiragana(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(TO_HIRAGANA)


class KanaField(forms.CharField):
    """How a name is read: in hiragana, or in katakana that becomes hiragana."""

    default_error_messages = {"invalid": _("Write it in hiragana.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        kana: str = in_hiragana(super().clean(value))
        if not KANA.fullmatch(kana):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return kana


KANA = re.compile(r"[ぁ-ゖゝゞー・\s]*")


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
