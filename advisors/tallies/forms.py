"""Which months, and by what they are broken down."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advisors.tallies.exporting import BREAKDOWNS
from advisors.tallies.months import month_before, months_between
from advisors.tallies.names import Names
from advisors.tallies.showing import month_name

SHOWN = 12  # months, unless others are asked for
MOST = 24
BY = {by: BREAKDOWNS[by].label for by in ("month", "office", "advisor", "channel")}


class MonthsForm(forms.Form):
    """From a month to another; by default the last twelve. `first` is that of the first figures there are."""

    since = forms.TypedChoiceField(label=_("From"), coerce=date.fromisoformat)
    until = forms.TypedChoiceField(label=_("Up to"), coerce=date.fromisoformat)
    by = forms.ChoiceField(label=_("Table by"), choices=BY.items())

    def __init__(self, sent: Any, *, first: date, last: date) -> None:
        defaults = {"since": max(first, month_before(last, SHOWN - 1)).isoformat(), "until": last.isoformat()}
        given = {name: sent.get(name) for name in sent}
        super().__init__({**defaults, "by": "month", **given}, auto_id="tally-%s")
        choices = [(month.isoformat(), month_name(month)) for month in reversed(months_between(first, last))]
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This is before the month that the figures begin with."))
        elif since and until and len(months_between(since, until)) > MOST:
            self.add_error("until", _("Please choose two years at most."))
        return cleaned


class FiguresForm(MonthsForm):
    """Also of one office or one advisor alone."""

    office = forms.TypedChoiceField(label=_("Office"), coerce=int, required=False, empty_value=None)
    advisor = forms.TypedChoiceField(label=_("Advisor"), coerce=int, required=False, empty_value=None)

    def __init__(self, sent: Any, *, first: date, last: date, names: Names) -> None:
        super().__init__(sent, first=first, last=last)
        for name, known in (("office", names.offices), ("advisor", names.advisors)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *((str(key), label) for key, label in known.items())]


class ExportForm(MonthsForm):
    """Whole months only: of one that goes on, two tables taken on two days would tell what came between."""

    by = forms.ChoiceField(choices=[(by, it.label) for by, it in BREAKDOWNS.items()])

    @property
    def asked(self) -> tuple[str, date, date]:
        """By what, from which month and up to which one."""
        return self.cleaned_data["by"], self.cleaned_data["since"], self.cleaned_data["until"]
