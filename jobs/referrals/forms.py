from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.forms import RowsField
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
    condition = forms.ChoiceField(
        label=_("This is not negotiable after all"),
        required=False,
        help_text=_("The condition you choose becomes a must-have. New referrals then keep to it."),
        error_messages={"invalid_choice": _("Choose one of your conditions, or none.")},
    )
    comment = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, negotiable: list[DesiredCondition], **kwargs):
        super().__init__(*args, **kwargs)
        offered = [(condition.kind, named_in_full(condition)) for condition in negotiable]
        self.fields["condition"].choices = [("", _("None")), *offered]
        if not offered:
            del self.fields["condition"]


def named_in_full(condition: DesiredCondition) -> str:
    said = in_words(condition)
    return f"{condition.get_kind_display()}: {said}" if said else condition.get_kind_display()


class AcceptForm(forms.Form):
    """What becomes of the other selections."""

    others = RowsField(
        label=_("Step back from"),
        queryset=Referral.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you leave unticked goes on as it is. You can step back later, too."),
        error_messages={"invalid_choice": _("One of these has ended meanwhile. Please look again.")},
    )

    def __init__(self, *args, others: QuerySet[Referral], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["others"].queryset = others
        self.fields["others"].label_from_instance = lambda referral: (
            f"{referral.posting.title} ({referral.posting.company.name}): {referral.get_status_display()}"
        )
        if not others:
            del self.fields["others"]
