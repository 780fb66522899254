from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import AdvisorGender
from advisors.handover.models import AdvisorChangeRequest
from advisors.people.models import Style, WorkField

MOST_STYLES = 3
LONGEST = 1000


class ChangeForm(forms.Form):
    """Why somebody would like another advisor, and what the next one should be like."""

    reason = forms.ChoiceField(
        label=_("Why you would like another advisor"),
        choices=AdvisorChangeRequest.Reason.choices,
        widget=forms.RadioSelect,
        help_text=_("It helps us to choose."),
        error_messages={"required": _("Choose the reason that comes closest."), "invalid_choice": _("Choose one.")},
    )
    comment = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Up to 1000 characters, please.")},
    )
    wish = forms.CharField(
        label=_("What you would like of the next advisor"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("Up to 1000 characters, please.")},
    )
    styles = forms.MultipleChoiceField(
        label=_("How the next advisor should go about it"),
        choices=Style.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Up to three."),
        error_messages={"invalid_choice": _("Choose from the list."), "invalid_list": _("Choose from the list.")},
    )
    advisor_gender = forms.ChoiceField(
        label=_("Wish for the next advisor"),
        choices=AdvisorGender.choices,
        widget=forms.RadioSelect,
        help_text=_("We keep to it, even if it takes longer."),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the three.")},
    )
    field = forms.ChoiceField(
        label=_("Field of work the next advisor should know"),
        choices=[("", _("No preference")), *WorkField.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose a field of the list.")},
    )

    def clean_styles(self) -> list[str]:
        styles: list[str] = self.cleaned_data["styles"]
        if len(styles) > MOST_STYLES:
            raise forms.ValidationError(_("Choose three at most: what matters most to you."))
        return styles
