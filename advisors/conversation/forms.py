from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from advisors.conversation.models import EARLIEST, LATEST, ContactWish
from config.typed import ModelForm


class TextField(forms.CharField):
    """What somebody writes; a line break counts once, however the browser sends it."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class EntryForm(forms.Form):
    text = TextField(
        label=_("What you want to say"),
        max_length=2000,
        help_text=_("Up to 2000 characters."),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def hours(first: int, last: int) -> list[tuple[int, str]]:
    return [(hour, f"{hour}:00") for hour in range(first, last + 1)]


class HourField(forms.TypedChoiceField):
    """One of two in a line: the label is read aloud only, as the legend and the words around them say it to the eye."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "aria-label": self.label}


class ContactWishForm(ModelForm[ContactWish]):
    """When the advisor may write: the hours of the day, and how often."""

    from_hour = HourField(label=_("Mails from"), choices=hours(EARLIEST, LATEST - 1))
    until_hour = HourField(label=_("Mails until"), choices=hours(EARLIEST + 1, LATEST))
    most_per_week = forms.IntegerField(
        label=_("Messages in a week, at most"),
        min_value=0,
        max_value=20,
        help_text=_("From 0 to 20. Answers to what you write yourself do not count. 0 means: answers only."),
        error_messages={"required": _("Enter a number from 0 to 20."), "invalid": _("Enter a number from 0 to 20.")},
    )

    class Meta:
        model = ContactWish
        fields = ["from_hour", "until_hour", "most_per_week"]

    def clean_until_hour(self) -> int:
        until: int = self.cleaned_data["until_hour"]
        if until <= self.cleaned_data.get("from_hour", 0):
            raise ValidationError(_("“Until” must be later than “from”."))
        return until
