"""Fields of what is printed: each says how it is written, and refuses what the font cannot print."""

import re
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from accounts.users.fields import BirthDateField, BirthDateParts, EmailField, PhoneField, in_hiragana
from config.forms import InParts
from config.noted import noted
from config.typed import Text
from support.resume import eras
from support.resume.letters import tidied, unprintable
from support.resume.writing_help import KANA, Help

FIELD = "support/resume/_field.html"
TOO_LONG = _("At most %(limit_value)d characters; these are %(show_value)d.")
KANA_ONLY = re.compile(r"[ぁ-ゖゝゞー・\s\dA-Za-z.,'&()-]*")


class Helped(forms.Field):
    """Drawn with the help for writing it. Two tabs that are open write what was changed in each, and no more."""

    writing: tuple[Help, ...] = ()

    def __init__(self, *args: Any, writing: tuple[Help, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("show_hidden_initial", True)
        super().__init__(*args, template_name=FIELD, **kwargs)
        self.writing = writing


class PrintedField(Helped, forms.CharField):
    """A text as it is typed, in so many lines at most, and drawn so high."""

    def __init__(self, *args: Any, most: int, lines: int = 1, autocomplete: str = "", **kwargs: Any) -> None:
        widget = forms.TextInput() if lines == 1 else forms.Textarea(attrs={"rows": min(lines, 10)})
        kwargs.setdefault("widget", widget)
        super().__init__(*args, max_length=most, error_messages={"max_length": TOO_LONG}, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # too long a text is refused in words, not cut off
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete
        self.lines = lines

    def to_python(self, value: Any) -> str:
        text = tidied(super().to_python(value) or "")
        return text.strip() if self.lines > 1 else " ".join(text.split("\n")).strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        if lacking := unprintable(value):
            signs = " ".join(lacking[:5])
            raise ValidationError(_("This cannot be printed: %(signs)s. Please leave it out."), params={"signs": signs})
        if value.count("\n") >= self.lines:
            raise ValidationError(_("At most %(lines)d lines, so that it fits the box."), params={"lines": self.lines})


class KanaField(PrintedField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, writing=(KANA,), **kwargs)

    def to_python(self, value: Any) -> str:
        return in_hiragana(super().to_python(value))

    def validate(self, value: str) -> None:
        super().validate(value)
        if not KANA_ONLY.fullmatch(value):
            raise ValidationError(_("Write it in hiragana."))


class PostalCodeField(Helped, forms.CharField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "postal-code"}

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().to_python(value) or "")
        digits = re.sub(r"[\s〒‐−–—ー-]", "", typed)
        if digits and not re.fullmatch(r"[0-9]{7}", digits):
            raise ValidationError(_("A postal code is seven digits, such as 123-4567."))
        return f"{digits[:3]}-{digits[3:]}" if digits else ""


class HelpedFileField(Helped, forms.FileField):
    pass


class HelpedPhoneField(Helped, PhoneField):
    pass


class HelpedEmailField(Helped, EmailField):
    pass


class HelpedBirthDateField(Helped, BirthDateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=BirthDateParts, **kwargs)


Choices = list[tuple[Any, Any]]


class MonthInput(InParts):
    """A year and a month, each to be chosen."""

    def __init__(self, years: Choices, months: Choices) -> None:
        year = forms.Select(attrs={"aria-label": _("Year")}, choices=years)
        month = forms.Select(attrs={"aria-label": _("Month")}, choices=months)
        super().__init__([year, month])

    def decompress(self, value: Any) -> list[Any]:
        return [value.year, value.month] if value else [None, None]


class MonthField(Helped, forms.MultiValueField):
    """A month, as its first day; to choose from are `BACK` years with the present one, and `AHEAD` more."""

    BACK, AHEAD = 40, 7
    default_error_messages = {"incomplete": _("Choose both the year and the month.")}

    def __init__(self, *, label: Text, required: bool, today: date, missing: Text = "", **kwargs: Any) -> None:
        span = range(today.year + self.AHEAD, today.year - self.BACK, -1)
        years: Choices = [("", _("Year")), *((str(year), in_both(year)) for year in span)]
        months: Choices = [("", _("Month")), *((str(number), name) for number, name in MONTHS.items())]
        wrong = {"invalid_choice": _("Choose from the list.")}
        fields = [forms.ChoiceField(choices=it, error_messages=wrong, required=False) for it in (years, months)]
        kwargs |= {"widget": MonthInput(years, months), "show_hidden_initial": False, "require_all_fields": False}
        super().__init__(fields, label=label, required=required, **kwargs)
        self.error_messages |= {"required": missing}

    def compress(self, values: list[str]) -> date | None:
        if not values:
            return None
        if not all(values):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        year, month = map(int, values)
        return date(year, month, 1)


def in_both(year: int) -> str:
    """As it is counted in April, when a school year begins; of a year in which an era ended, in both."""
    first, last = (eras.year(date(year, *day), in_eras=True) for day in ((1, 1), (12, 31)))
    return noted(year, first if first == last else f"{first}・{last}")
