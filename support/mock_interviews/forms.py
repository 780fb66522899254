from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisors.counseling.forms import FormField
from advisors.counseling.models import CounselingBooking, CounselingSlot
from config.keys import is_key
from config.typed import Typed
from jobs.models import JobPosting
from support.mock_interviews.models import HIGHEST, LOWEST, SCORES, TEXTS, InterviewFeedback, MockInterview, label_of

Choices = Callable[[], list[tuple[str, str]]]


def named(postings: Iterable[JobPosting]) -> list[tuple[str, str]]:
    return [
        ("", gettext("None in particular")),
        *((str(posting.pk), posting.called) for posting in postings),
    ]


class PostingField(forms.ChoiceField):
    """What the interview is for, of the seeker's own selections and saved postings.

    The list is asked for only where it is drawn: whether a posting is theirs the action looks at, as it stores it.
    """

    def __init__(self, postings: Iterable[JobPosting]) -> None:
        super().__init__(
            label=_("The posting it prepares for"),
            choices=partial(named, postings),
            required=False,
            help_text=_("One you are in selection for, or one you have saved."),
            error_messages={"invalid_choice": _("Choose a posting of the list, or none.")},
        )

    def valid_value(self, value: object) -> bool:
        return is_key(JobPosting._meta.pk, str(value))


def kind_field(widget: type[forms.Widget]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kind of interview"),
        choices=MockInterview.Kind.choices,
        widget=widget,
        error_messages={
            "required": _("Choose what you would like to practise."),
            "invalid_choice": _("Choose a kind of the list."),
        },
    )


class PracticeForm(forms.Form):
    """What is to be practised."""

    kind = kind_field(forms.RadioSelect)
    practise = forms.CharField(
        label=_("What you would like to practise"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A few words are enough: “why this company”, “talking about my part-time job”. Or leave it empty."),
    )

    def __init__(self, data: QueryDict | None, *, postings: Iterable[JobPosting], initial: Typed | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["posting"] = PostingField(postings)
        self.order_fields(["kind", "posting", "practise"])

    @property
    def said(self) -> Typed:
        """As the action takes it."""
        said = {**self.cleaned_data}
        posting = said.pop("posting")
        return {**said, "posting_id": int(posting) if posting else None}


class AdvisorsPracticeForm(PracticeForm):
    """The same for the advisor, who leaves the seeker's own words as they are."""

    kind = kind_field(forms.Select)
    practise = None  # type: ignore[assignment]


class MockInterviewForm(PracticeForm):
    """The same, and in which form the hour is held."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        postings: Iterable[JobPosting],
        slot: CounselingSlot | None = None,
        initial: Typed | None = None,
    ) -> None:
        """Without a slot it takes every form: the action knows which ones the slot allows."""
        super().__init__(data, postings=postings, initial=initial)
        self.fields["form"] = FormField(slot) if slot else AnyFormField()
        self.order_fields(["form", "kind", "posting", "practise"])


class PhonedForm(MockInterviewForm):
    """The same as somebody says it on the phone; a posting is one of the list, whatever was saved besides."""

    kind = kind_field(forms.Select)

    def __init__(self, data: QueryDict | None, *, postings: Iterable[JobPosting], slot: CounselingSlot) -> None:
        super().__init__(data, postings=postings, slot=slot)
        self.listed = partial(named, postings)
        self.fields["practise"].label = _("What the seeker would like to practise")
        self.fields["practise"].help_text = self.fields["posting"].help_text = ""

    def clean_posting(self) -> str:
        posting: str = self.cleaned_data["posting"]
        if posting not in dict(self.listed()):
            raise forms.ValidationError(_("Choose a posting of the list, or none."))
        return posting


class AnyFormField(forms.ChoiceField):
    widget = forms.RadioSelect
    default_error_messages = FormField.default_error_messages

    def __init__(self) -> None:
        super().__init__(label=_("How you would like to talk"), choices=CounselingBooking.Form.choices)


class FeedbackForm(forms.Form):
    """The sheet: three strengths before one thing to practise; points for what the advisor likes to give them for."""

    def __init__(self, data: QueryDict | None, *, initial: Typed | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields |= {name: said_field(name) for name in TEXTS}
        self.fields |= {name: score_field(name) for name in SCORES}

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in TEXTS]

    @property
    def scores(self) -> list[forms.BoundField]:
        return [self[name] for name in SCORES]


HELP = {
    "first_strength": _("What was good, and by what you saw it."),
    "to_practise": _("The one that helps most before the next interview, and how to practise it."),
}


def said_field(name: str) -> forms.CharField:
    column: Any = InterviewFeedback._meta.get_field(name)
    return forms.CharField(
        label=label_of(name),
        max_length=column.max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=HELP.get(name, ""),
        error_messages={"required": _("The sheet names three strengths and one thing to practise. This is missing.")},
    )


def score_field(name: str) -> forms.TypedChoiceField:
    points = [(str(number), str(number)) for number in range(LOWEST, HIGHEST + 1)]
    return forms.TypedChoiceField(
        label=label_of(name),
        choices=[("", _("Not scored")), *points],
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Choose from one to five, or leave it.")},
    )
