import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from accounts.messages.models import Notice
from accounts.users.fields import (
    AsksAboutDomain,
    BirthDateField,
    BirthDateParts,
    CodeField,
    EmailField,
    KanaField,
    PhoneField,
)
from accounts.users.models import AdvisorGender
from accounts.users.prefectures import Prefecture

# Adult by the Civil Code (民法 4条, since 2022); 34 is where the basic policy under the Youth Employment Promotion Act
# (青少年の雇用の促進等に関する法律) draws the line of youth.
YOUNGEST, OLDEST = 18, 34

letters_only = RegexValidator(r"^[^\W\d_][^\W\d_ '’.・·ー\-]*(?:[ '’.・·ー\-]+[^\W\d_]*)*$", _("Use letters only."))


def age(born: date, *, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


class NameField(forms.CharField):
    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        super().__init__(max_length=50, validators=[letters_only], **kwargs)
        self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").strip()


class MemberForm(AsksAboutDomain):
    """What the service asks of a member: to register with, and to correct later. Kana are theirs to give."""

    family_name = NameField(
        label=_("Family name"), autocomplete="family-name", error_messages={"required": _("Enter your family name.")}
    )
    given_name = NameField(
        label=_("Given name"), autocomplete="given-name", error_messages={"required": _("Enter your given name.")}
    )
    family_kana = KanaField(label=_("Kana of the family name"))
    given_kana = KanaField(label=_("Kana of the given name"))
    email = EmailField()
    phone = PhoneField(help_text=_("Hyphens or not, as you like."))
    birth_date = BirthDateField(widget=BirthDateParts, help_text=_("The service is for people from 18 to 34."))
    prefecture = forms.ChoiceField(
        label=_("Prefecture you live in"),
        choices=[("", _("Choose"))] + Prefecture.choices,
        error_messages={
            "required": _("Choose your prefecture."),
            "invalid_choice": _("Choose a prefecture of the list."),
        },
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )
    advisor_gender = forms.ChoiceField(
        label=_("Wish for your advisor"),
        choices=AdvisorGender.choices,
        initial=AdvisorGender.ANY,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the three.")},
    )

    def __init__(self, *args: Any, today: date, asks_wish: bool = True, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        if not asks_wish:
            del self.fields["advisor_gender"]

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        if born > self.today:
            raise ValidationError(_("This date is in the future."))
        old = age(born, today=self.today)
        if not YOUNGEST <= old <= OLDEST:
            code = "too_young" if old < YOUNGEST else "too_old"
            raise ValidationError(_("The service is for people from 18 to 34."), code=code)
        return born

    @property
    def elsewhere(self) -> str:
        """Of somebody of another age: which, so that the page can say who helps them; of anybody else nothing."""
        found = {str(error.code) for error in self.errors.as_data().get("birth_date", [])}
        return "".join(found & {"too_young", "too_old"})

    def details(self) -> dict[str, str]:
        """What belongs to the member, without the e-mail address, as plain text that can wait in JSON."""
        return {name: as_text(value) for name, value in self.cleaned_data.items() if name != "email"}


def as_text(value: str | date | PhoneNumber) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.as_e164 if isinstance(value, PhoneNumber) else value


class CodeForm(forms.Form):
    code = CodeField()


class NoticesForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("Send me"), choices=Notice.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
