from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from config.typed import Text, Typed
from jobs.conditions.in_words import amount_in_words
from jobs.conditions.matching import AMOUNTS, CHOICES, number_of, value_of
from jobs.conditions.models import ConditionKind, DesiredCondition

Kind = ConditionKind
STEPS: dict[str, range] = {
    Kind.PAY: range(150_000, 510_000, 10_000),
    Kind.DAYS_OFF: range(100, 145, 5),
    Kind.OVERTIME: range(5, 50, 5),
}
QUESTIONS: dict[str, Text] = {
    Kind.CATEGORY: _("Which work?"),
    Kind.INDUSTRY: _("Which industries?"),
    Kind.PREFECTURE: _("Where?"),
    Kind.EMPLOYMENT_TYPE: _("Which kinds of employment?"),
    Kind.PAY: _("How much a month, before tax?"),
    Kind.DAYS_OFF: _("How many days off a year?"),
    Kind.OVERTIME: _("How much overtime at most?"),
    Kind.REMOTE: _("How much from home?"),
    Kind.EDUCATION: _("Which schooling may be asked for?"),
}


class Weight(TextChoices):
    MUST = "must", _("Must-have: only postings that have it")
    NEGOTIABLE = "negotiable", _("Negotiable: postings that have it come first")


class ConditionForm(forms.Form):
    """One condition: what of it, how much it matters, and why. A kind that says it all asks for no value."""

    is_must = forms.ChoiceField(
        label=_("How much does it matter?"),
        choices=Weight.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the two.")},
    )
    reason = forms.CharField(
        label=_("Why it matters to you"),
        max_length=200,
        required=False,
        help_text=_("Up to 200 characters. Your advisor reads it."),
        error_messages={"max_length": _("At most %(limit_value)d characters; these are %(show_value)d.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: QueryDict | None, *, kind: str, held: DesiredCondition | None) -> None:
        super().__init__(data, initial=as_typed(held) if held else None)
        self.kind = kind
        del self.fields["reason"].widget.attrs["maxlength"]  # too long a text is refused in words, not cut off
        if field := value_field(kind, held):
            self.fields["value"] = field
            self.order_fields(["value", "is_must", "reason"])

    def wanted(self) -> Typed:
        """What the form says, as a condition holds it."""
        typed = self.cleaned_data
        number = number_of(self.kind, typed.get("value"))
        return {"number": number, "is_must": typed["is_must"] == Weight.MUST, "reason": typed["reason"]}


def as_typed(held: DesiredCondition) -> Typed:
    weight = Weight.MUST if held.is_must else Weight.NEGOTIABLE
    return {"value": value_of(held), "is_must": weight, "reason": held.reason}


def value_field(kind: str, held: DesiredCondition | None) -> forms.Field | None:
    if kind in CHOICES:
        return forms.MultipleChoiceField(
            label=QUESTIONS[kind],
            choices=CHOICES[kind],
            help_text=_("Tick all that would do."),
            error_messages={"required": _("Tick at least one."), "invalid_choice": _("Choose from the list.")},
            widget=forms.CheckboxSelectMultiple(attrs={"class": "choices--short"} if kind == Kind.PREFECTURE else None),
        )
    if kind in AMOUNTS:
        return forms.TypedChoiceField(
            label=QUESTIONS[kind],
            choices=[("", _("Choose")), *amounts(kind, held)],
            coerce=int,
            error_messages={"required": _("Choose an amount."), "invalid_choice": _("Choose from the list.")},
        )
    return None


def amounts(kind: str, held: DesiredCondition | None) -> list[tuple[int, str]]:
    """The steps to choose from, and what was chosen before, if it is none of them."""
    numbers = {*STEPS[kind], *([held.number] if held else [])}
    return [(number, amount_in_words(kind, number)) for number in sorted(numbers)]
