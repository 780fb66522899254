"""What the desk fills in about a seminar."""

import unicodedata
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from config.moments import MomentField
from config.typed import ModelForm, Typed
from support.documents.forms import DocumentField
from support.documents.judging import Fit
from support.seminars.models import Seminar, SeminarSeat
from support.seminars.refusals import BeginsInThePast, TooFewSeats

PDF = "application/pdf"
NO_PDF = _("This is not a PDF. Please save the file as PDF and choose it again.")
WEEKS = [(1, _("Every week")), (2, _("Every two weeks")), (4, _("Every four weeks"))]


class SeminarForm(ModelForm[Seminar]):
    class Meta:
        model = Seminar
        fields = ("title",)  # and what the admin names

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        if "starts_at" in self.changed_data and starts_at <= timezone.now():
            raise ValidationError(BeginsInThePast.said)
        return starts_at

    def clean_capacity(self) -> int:
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.instance.held:
            raise ValidationError(TooFewSeats.said)
        return capacity

    def clean(self) -> Typed:
        cleaned: Typed = super().clean() or self.cleaned_data
        if cleaned.get("office") and cleaned.get("meeting_url"):
            self.add_error("meeting_url", _("It is either at an office or online: leave one of the two empty."))
        return cleaned


class CallOffForm(forms.Form):
    why_off = forms.CharField(
        label=_("Why"),
        max_length=200,
        help_text=_("Everybody who has a seat or waits for one reads it in the mail. Name nobody who has not agreed."),
        error_messages={"required": _("Enter why it is called off.")},
    )


class RepeatForm(forms.Form):
    starts_at = MomentField(
        label=_("The first one begins"), error_messages={"required": _("Enter when the first one begins.")}
    )
    times = forms.IntegerField(label=_("How many times"), min_value=1, max_value=26, initial=1)
    weeks = forms.TypedChoiceField(label=_("How far apart"), choices=WEEKS, coerce=int, initial=1)

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(BeginsInThePast.said)
        return starts_at


class MaterialForm(forms.Form):
    """A PDF, judged and written anew as a document is: it comes from the desk, and is opened by many."""

    file = DocumentField(
        label=_("File"),
        help_text=_(
            "PDF, up to 10 MB and 30 pages. Links in it cannot be followed any more: write addresses out."
            " Members who had a seat can download it once the seminar has begun."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean_file(self) -> Fit:
        file: Fit = self.cleaned_data["file"]
        if file.content_type != PDF:
            raise ValidationError(NO_PDF)
        return file


class MemberNumberForm(forms.Form):
    """For whom something is done, as they read it out."""

    member_number = forms.CharField(label=_("Member number"), max_length=20)

    def clean_member_number(self) -> str:
        typed: str = self.cleaned_data["member_number"]
        return unicodedata.normalize("NFKC", typed).strip().upper()


class AttendanceForm(forms.Form):
    """Of everybody who had a seat, whether they were there; whoever is left open is recorded later."""

    CHOICES = (("attended", _("Was there")), ("absent", _("Was not there")), ("", pgettext_lazy("attendance", "Open")))

    def __init__(self, *args: Any, seats: list[SeminarSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"seat-{seat.pk}"] = forms.ChoiceField(
                label=f"{seat.seeker.member_number} {seat.seeker.name}",
                choices=self.CHOICES if seat.is_taken else self.CHOICES[:2],
                initial="" if seat.is_taken else seat.status,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose one of the list.")},
            )

    @property
    def came(self) -> dict[int, bool]:
        """By seat, of those about whom something is said."""
        said = {int(name.removeprefix("seat-")): value for name, value in self.cleaned_data.items() if value}
        return {key: value == "attended" for key, value in said.items()}
