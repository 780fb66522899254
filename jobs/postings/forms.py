from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.users.prefectures import Prefecture
from advisors.models import WorkField
from config.typed import ModelForm, Text, Typed
from jobs.conditions.matching import TESTS
from jobs.conditions.models import ConditionKind
from jobs.postings.contradictions import contradictions
from jobs.postings.facts import EmploymentType, Remote
from jobs.postings.models import JobPosting
from jobs.postings.search import LONGEST, Demand, demanded_by

STEPS = range(160_000, 420_000, 20_000)
PAY = [
    (str(yen), format_lazy(_("{amount} yen or more"), amount=lazystr(number_format(yen, force_grouping=True))))
    for yen in STEPS
]
FLAGS = {
    "weekends_off": TESTS[ConditionKind.WEEKENDS_OFF].satisfies(1),
    "no_experience": TESTS[ConditionKind.NO_EXPERIENCE].satisfies(1),
    "training": TESTS[ConditionKind.TRAINING].satisfies(1),
    "dormitory": TESTS[ConditionKind.DORMITORY].satisfies(1),
    "remote": Q(remote__in=[Remote.PARTLY, Remote.FULL]),
}


class Chosen(forms.ChoiceField):
    """One of a list, or all of it."""

    def __init__(self, label: Text, offered: Sequence[tuple[str, Text]]) -> None:
        refused = {"invalid_choice": _("This was left aside: it is not one of the list.")}
        super().__init__(label=label, choices=[("", _("All")), *offered], required=False, error_messages=refused)
        self.labels = dict(offered)


def ticked(label: Text) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


class SearchForm(forms.Form):
    """What narrows the list of postings. What cannot be read is left aside, and said to be."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search", "list": "suggested"}
        ),
        help_text=_("Such as a kind of work, a town or a company. All of them must occur."),
        error_messages={"max_length": _("This was left aside: it is longer than %(limit_value)d characters.")},
    )
    prefecture = Chosen(_("Prefecture"), Prefecture.choices)
    category = Chosen(_("Job category"), WorkField.choices)
    employment_type = Chosen(_("Employment type"), EmploymentType.choices)
    pay = Chosen(_("Monthly pay"), PAY)
    weekends_off = ticked(_("Weekends off"))
    no_experience = ticked(_("No experience needed"))
    training = ticked(_("Training"))
    dormitory = ticked(_("Dormitory"))
    remote = ticked(_("Work from home"))

    FIRST = ("q", "prefecture", "category")

    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def asks_more(self) -> bool:
        """Whether one of the fields that are folded away is filled in."""
        return bool(set(self.asked) - set(self.FIRST))

    @property
    def asked(self) -> Typed:
        """What is asked for and can be read, by the name of its field."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def conditions(self, postings: QuerySet[JobPosting]) -> dict[str, list[Demand]]:
        """What each field that is filled in demands of a posting."""
        return {name: self.demanded(name, value, postings) for name, value in self.asked.items()}

    def demanded(self, name: str, value: Any, postings: QuerySet[JobPosting]) -> list[Demand]:
        if name in FLAGS:
            return [FLAGS[name]]
        if name == "pay":
            return [TESTS[ConditionKind.PAY].satisfies(int(value))]
        if name == "q":
            return demanded_by(postings, value)
        return [Q(**{name: value})]

    def label_of(self, name: str) -> str:
        """What is asked for, in words."""
        field, value = self.fields[name], self.asked[name]
        if name in FLAGS:
            return str(field.label)
        return str(field.labels[value] if isinstance(field, Chosen) else value)


NOT_STATED = _("Not stated")


class YesNoOrNotStated(forms.NullBooleanSelect):
    """Three choices, of which "not stated" is one of its own."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", NOT_STATED), ("true", _("Yes")), ("false", _("No"))]


class PostingForm(ModelForm[JobPosting]):
    """What the desk writes of a posting; what is left empty is not stated."""

    def clean(self) -> Typed:
        super().clean()
        for name, sentence in contradictions({**self.cleaned_data, "filled": self.instance.filled}).items():
            self.add_error(name, sentence)
        return self.cleaned_data
