from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from config.forms import RowsField
from config.noted import followed_by
from jobs.conditions.in_words import in_words
from jobs.conditions.models import DesiredCondition
from jobs.referrals.models import Referral


class DeclineForm(forms.Form):
    """Why somebody declines, as far as they want to say it."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("I would rather not say")), *Referral.DeclineReason.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the reasons, or none.")},
    )
    comment = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: QueryDict | None, *, negotiable: list[DesiredCondition]) -> None:
        super().__init__(data)
        if negotiable:
            self.fields["condition"] = ConditionField(negotiable)
        self.order_fields(["reason", "condition", "comment"])


class ConditionField(forms.ChoiceField):
    """A condition that matters more than had been said."""

    def __init__(self, negotiable: list[DesiredCondition]) -> None:
        super().__init__(
            label=_("A must-have you have noticed"),
            choices=[("", _("None")), *((condition.kind, named_in_full(condition)) for condition in negotiable)],
            required=False,
            help_text=_("The condition you choose becomes a must-have. New referrals then keep to it."),
            error_messages={"invalid_choice": _("Choose one of your conditions, or none.")},
        )


def named_in_full(condition: DesiredCondition) -> str:
    said = in_words(condition)
    return followed_by(condition.get_kind_display(), said) if said else condition.get_kind_display()


class OthersField(RowsField[Referral]):
    """Selections to withdraw from."""

    def __init__(self, others: QuerySet[Referral]) -> None:
        super().__init__(
            label=_("Which of your other selections would you leave?"),
            queryset=others,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("What is not ticked goes on. You can leave it later, too."),
            error_messages={"invalid_choice": _("One of these has ended meanwhile. Please look again.")},
        )

    def label_from_instance(self, referral: Referral) -> str:
        return followed_by(referral.posting.called, referral.get_status_display())


class AcceptForm(forms.Form):
    """What becomes of the other selections."""

    def __init__(self, data: QueryDict | None, *, others: QuerySet[Referral]) -> None:
        super().__init__(data)
        if others:
            self.fields["others"] = OthersField(others)
