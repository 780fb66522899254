"""Dates and times as people type them: as they are printed, in either language and in full width."""

import unicodedata
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from config.reach import within_reach

# What a picker sends comes first: a page shows a date that is there in that form.
DATES = [
    *("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"),
    *("%d %b %Y", "%b %d, %Y", "%b. %d, %Y", "%B %d, %Y", "%d %B %Y"),
]
TIMES = ["%H:%M", "%H:%M:%S", "%H時%M分", "%H時"]


class InOneWidth(forms.Field):
    def to_python(self, value: Any) -> Any:
        return super().to_python(unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value)


class DateField(InOneWidth, forms.DateField):
    default_error_messages = {"invalid": _("This is not a date. It looks like 2026-04-05.")}
    default_validators = [within_reach]
    input_formats = DATES


class TimeField(InOneWidth, forms.TimeField):
    default_error_messages = {"invalid": _("This is not a time. It looks like 10:30.")}
    input_formats = TIMES


class MomentField(InOneWidth, forms.DateTimeField):
    """A date and time."""

    default_error_messages = {"invalid": _("This is not a date and time. It looks like 2026-04-05 10:30.")}
    default_validators = [within_reach]
    # 2026年4月5日10:30 is printed without a space.
    input_formats = [f"{day}{space}{time}" for day in DATES for time in TIMES for space in (" ", "")]
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class SplitMomentField(forms.SplitDateTimeField):
    """A date and time in two boxes."""

    def __init__(self, *, input_date_formats: None = None, input_time_formats: None = None, **kwargs: Any) -> None:
        super(forms.SplitDateTimeField, self).__init__((DateField(), TimeField()), **kwargs)


# The fields of the admin's own forms.
OF_COLUMN = {
    models.DateField: DateField,
    models.TimeField: TimeField,
    models.DateTimeField: SplitMomentField,
}
