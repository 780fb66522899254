from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.messages.topics import Topic


class TopicsForm(forms.Form):
    topics = forms.MultipleChoiceField(
        label=_("By LINE instead of by mail"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
