from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models import NoticeRhythm


class RhythmForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=NoticeRhythm.Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the two.")},
    )
    is_notices_only = forms.BooleanField(
        label=_("Notices only: I stay registered, and no advisor contacts me"),
        help_text=_("Your advisor then only answers what you write yourself. You can change it back at any time."),
        required=False,
    )
