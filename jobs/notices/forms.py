from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from config.typed import Typed
from jobs.notices.models import NoticeRhythm


class WhenStopped(models.TextChoices):
    """What "notices only" means to somebody who has turned the notices off."""

    AGAIN = "again", _("Send me job notices again")
    NOTHING = "nothing", _("Send me nothing: I only stay registered")


class RhythmForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=NoticeRhythm.Frequency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of the two.")},
    )
    is_notices_only = forms.BooleanField(
        label=_("Notices only: I stay registered, and no advisor contacts me"),
        help_text=_(
            "With “notices only” your advisor only answers what you write. You can change it back at any time."
        ),
        required=False,
    )
    when_stopped = forms.ChoiceField(
        label=_("Job notices are turned off. What do you want with “notices only”?"),
        choices=WhenStopped.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two.")},
    )

    def __init__(self, data: QueryDict | None, *, initial: Typed, is_stopped: bool) -> None:
        super().__init__(data, initial=initial)
        if not is_stopped:
            del self.fields["when_stopped"]

    def clean(self) -> Typed:
        if self.cleaned_data.get("is_notices_only") and self.cleaned_data.get("when_stopped") == "":
            text = _("With the notices turned off, nothing at all would reach you. Please say which you mean.")
            self.fields["when_stopped"].required = True  # so it is marked from here on
            self.add_error("when_stopped", text)
        return self.cleaned_data
