import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config import days
from config.moments import DateField, InOneWidth
from config.typed import Text, Typed
from jobs.models import JobInterview
from support.suits.sizes import MENS, SIZES, WOMENS, Cut, Measures, sizes_of

OTHER_DAY = "other"
OTHER_CUT = _("This size is not made in this cut. Please choose one of the other group.")


class DayField(DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def grouped_sizes() -> list[tuple[Text, Any]]:
    named = dict(SIZES)
    return [
        ("", _("Please choose")),
        (_("Women's"), [(size, named[size]) for size in WOMENS]),
        (_("Men's"), [(size, named[size]) for size in MENS]),
    ]


class ReserveForm(forms.Form):
    """Cut, size, office, and what for: an interview that is ahead, or another day."""

    cut = forms.ChoiceField(
        label=_("Cut"),
        choices=Cut.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a cut."), "invalid_choice": _("Choose a cut of the list.")},
    )
    size = forms.ChoiceField(
        label=_("Size"),
        choices=grouped_sizes,
        help_text=_("You do not know it? “Find my size” tells you by three measures."),
        error_messages={"required": _("Choose a size."), "invalid_choice": _("Choose a size of the list.")},
    )
    office = forms.TypedChoiceField(
        label=_("Office where you pick it up and bring it back"),
        coerce=int,
        error_messages={"required": _("Choose an office."), "invalid_choice": _("Choose an office of the list.")},
    )
    interview = forms.ChoiceField(
        label=_("What you need it for"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose an interview, or “Another day”."),
            "invalid_choice": _("This interview has changed. Please choose anew."),
        },
    )
    needed_on = DayField(
        label=_("The day you need it"),
        required=False,
        help_text=_("Only for “Another day”. Reserve it at least two business days before."),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        offices: Iterable[tuple[int, str]],
        interviews: Iterable[JobInterview],
        initial: Typed | None = None,
    ):
        super().__init__(data, initial=initial)
        self.fields["office"].choices = [("", _("Please choose")), *offices]  # type: ignore[attr-defined]
        ahead = [(str(interview.pk), told(interview)) for interview in interviews]
        if ahead:
            self.fields["interview"].choices = [*ahead, (OTHER_DAY, _("Another day"))]  # type: ignore[attr-defined]
        else:
            del self.fields["interview"]
            self.fields["needed_on"].help_text = _("Such as the day of an interview or a seminar.")
            self.fields["needed_on"].required = True
            self.fields["needed_on"].error_messages["required"] = self.no_day

    no_day: Text = _("Enter the day you need it.")

    def clean_needed_on(self) -> date | None:
        """Of the day alone; an interview has its own."""
        day: date | None = self.cleaned_data["needed_on"]
        if self.is_for_other_day and not day:
            raise ValidationError(self.no_day)
        return day

    @property
    def is_for_other_day(self) -> bool:
        return "interview" not in self.fields or self.cleaned_data.get("interview") == OTHER_DAY

    def clean(self) -> Typed:
        cut, size = self.cleaned_data.get("cut"), self.cleaned_data.get("size")
        if cut and size and size not in sizes_of(cut):
            self.add_error("size", OTHER_CUT)
        return self.cleaned_data

    @property
    def wanted(self) -> Typed:
        """What the action takes."""
        said = self.cleaned_data
        wanted = {"cut": said["cut"], "size": said["size"], "office_id": said["office"]}
        if self.is_for_other_day:
            return wanted | {"needed_on": said["needed_on"]}
        return wanted | {"interview_id": int(said["interview"])}


class PhonedReserveForm(ReserveForm):
    """The same as somebody says it on the phone."""

    no_day = _("Enter the day it is needed.")

    def __init__(self, data: QueryDict | None, **given: Any):
        super().__init__(data, **given)
        self.fields["size"].help_text = ""
        self.fields["office"].label = _("Office where it is picked up and brought back")
        self.fields["needed_on"].label = _("The day it is needed")
        if "interview" in self.fields:
            self.fields["interview"].label = _("What it is needed for")


def told(interview: JobInterview) -> str:
    at = days.when(interview.starts_at)
    return gettext("Interview at %(company)s, %(at)s") % {
        "company": interview.referral.posting.company.name,
        "at": at,
    }


class DaysForm(forms.Form):
    """On which days it is picked up and brought back; whether they can be is for the action to say."""

    pick_up_on = DayField(label=_("Pick-up"), error_messages={"required": _("Enter the day of pick-up.")})
    return_on = DayField(label=_("Return"), error_messages={"required": _("Enter the day of return.")})

    def clean(self) -> Typed:
        first, last = self.cleaned_data.get("pick_up_on"), self.cleaned_data.get("return_on")
        if first and last and last < first:
            self.add_error("return_on", _("This is before the pick-up."))
        return self.cleaned_data


class NumberField(forms.CharField):
    """The number on a tag, however it is typed: in full width, in small letters, with another dash."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Enter the number on the tag.")})
        super().__init__(label=_("Item number"), max_length=12, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def to_python(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().to_python(value) or "")
        return re.sub(r"[‐-―−ー]", "-", typed).upper().replace(" ", "")


class CentimetresField(InOneWidth, forms.IntegerField):
    """Typed as text: a box for numbers takes no full-width digits."""

    widget = forms.TextInput

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        message = _("Enter centimetres between %(least)s and %(most)s.") % {"least": least, "most": most}
        bounds = [MinValueValidator(least, message), MaxValueValidator(most, message)]
        errors = {"required": message, "invalid": message}
        super().__init__(validators=bounds, error_messages=errors, **kwargs)
        self.widget.attrs |= {"inputmode": "numeric"}


class SizeForm(forms.Form):
    """Three measures. They are part of the address of one page, and are kept nowhere."""

    class For(models.TextChoices):
        WOMENS = "womens", _("Women's")
        MENS = "mens", _("Men's")

    who = forms.ChoiceField(
        label=_("Sizes"),
        choices=For.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose women's or men's sizes."),
            "invalid_choice": _("Choose one of the list."),
        },
    )
    chest = CentimetresField(
        least=60, most=150, label=_("Chest (cm)"), help_text=_("Around the widest part, the tape straight.")
    )
    waist = CentimetresField(
        least=45, most=150, label=_("Waist (cm)"), help_text=_("Around the narrowest part, without pulling.")
    )
    height = CentimetresField(least=130, most=210, label=_("Height (cm)"))

    @property
    def cut(self) -> str:
        return Cut.MENS if self.cleaned_data["who"] == self.For.MENS else Cut.SKIRT

    @property
    def body(self) -> Measures:
        said = self.cleaned_data
        return Measures(said["chest"], said["waist"], said["height"])
