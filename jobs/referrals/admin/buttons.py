"""What an advisor can do with a referral once the seeker has applied: one button each. None of them is the seeker's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.moments import MomentField
from jobs.referrals import selection as actions
from jobs.referrals.models import JobInterview, Referral

Status = Referral.Status


class NothingForm(forms.Form):
    """A button that asks nothing."""


class InterviewForm(forms.Form):
    starts_at = MomentField(
        error_messages={"required": _("Enter when the interview begins.")}, label=_("When it begins")
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=200,
        help_text=_("An address, or the link of the meeting."),
        error_messages={"required": _("Enter where it takes place.")},
    )
    notes = forms.CharField(
        label=_("What to know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The seeker reads it: whom to ask for, what to bring."),
    )

    def clean_starts_at(self):
        if self.cleaned_data["starts_at"] <= timezone.now():
            raise ValidationError(_("This is in the past."))
        return self.cleaned_data["starts_at"]


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter what was said.")},
    )


@dataclass(frozen=True)
class Move:
    """A button of the advisor."""

    name: str
    title: str
    explanation: str
    button: str
    done: str
    act: Callable
    form: type[forms.Form] = NothingForm

    @property
    def is_asked_about(self) -> bool:
        """On a page of its own, before the seeker is told of it; where something is typed, that is question enough."""
        return self.form is NothingForm


SCREENING = Move(
    name="screening",
    title=_("Documents sent"),
    explanation=_("The company has the application. The seeker is told."),
    button=_("The company is looking at the documents"),
    done=_("The selection is in document screening, and the seeker is told."),
    act=actions.to_screening,
)
INTERVIEW = Move(
    name="interview",
    title=_("Invitation to an interview"),
    explanation=_("The seeker gets a mail with an entry for the calendar."),
    button=_("Set the interview"),
    done=_("The interview is set, and the seeker is told."),
    act=actions.to_interview,
    form=InterviewForm,
)
# With one interview, under the name of what set it and under one of its own.
CHANGE = Move(
    name="interview",
    title=_("Change it"),
    explanation=_("The seeker gets a mail, and the entry in their calendar is replaced."),
    button=_("Set the interview"),
    done=_("The interview is changed, and the seeker is told."),
    act=actions.move_interview,
    form=InterviewForm,
)
CALL_OFF = Move(
    name="off",
    title=_("Call it off"),
    explanation=_("The seeker is told, and the entry goes from their calendar. The selection goes on."),
    button=_("Call the interview off"),
    done=_("The interview is called off, and the seeker is told."),
    act=actions.call_off_interview,
)
OFFER = Move(
    name="offer",
    title=_("Offer"),
    explanation=_("The seeker is told, and accepts it alone, or not."),
    button=_("The company makes an offer"),
    done=_("The offer is recorded, and the seeker is told."),
    act=actions.to_offered,
)
REJECT = Move(
    name="reject",
    title=_("Rejection"),
    explanation=_("The selection ends. The seeker is told in kind words."),
    button=_("The company has decided against it"),
    done=_("The selection has ended, and the seeker is told."),
    act=actions.reject,
)
NOTE = Move(
    name="note",
    title=_("Note about the company"),
    explanation=_("For whoever accompanies the seeker. The seeker never sees it."),
    button=_("Keep the note"),
    done=_("The note is kept."),
    act=actions.note_company,
    form=NoteForm,
)
MOVES = {move.name: move for move in (SCREENING, INTERVIEW, OFFER, REJECT, NOTE)}
MOVES_OF_INTERVIEW = {move.name: move for move in (CHANGE, CALL_OFF)}
POSSIBLE = {
    Status.APPLIED: (SCREENING, REJECT),
    Status.SCREENING: (INTERVIEW, REJECT),
    Status.INTERVIEW: (INTERVIEW, OFFER, REJECT),
    Status.OFFERED: (REJECT,),
}


@dataclass(frozen=True)
class Button:
    """A button as it stands on the page, with what it asks."""

    key: str
    move: Move
    form: forms.Form
    interview: JobInterview | None = None

    def press(self, referral: Referral, by: User) -> str:
        """Do it; what came of it. Raises `InvalidTransition` or `Refusal`."""
        moved = self.interview or referral
        self.move.act(moved.pk, by=by, **self.form.cleaned_data)
        return self.move.done


@dataclass(frozen=True)
class Kept:
    """An interview, and what can be done with it now."""

    interview: JobInterview
    buttons: list[Button]


class Buttons:
    """The buttons of one referral. What was sent and refused keeps what was typed."""

    def __init__(self, referral: Referral, refused: Button | None = None):
        self.referral, self.refused = referral, refused

    def moves(self) -> list[Button]:
        return [self.button(move) for move in POSSIBLE.get(self.referral.status, ())]

    def note(self) -> Button:
        return self.button(NOTE)

    def asked_about(self, key: str) -> Button | None:
        """One that can be pressed now, and is asked about before."""
        buttons = self.moves() + [button for kept in self.interviews() for button in kept.buttons]
        return next((button for button in buttons if button.key == key and button.move.is_asked_about), None)

    def interviews(self) -> list[Kept]:
        now = timezone.now()
        return [Kept(interview, self.of_interview(interview, now)) for interview in self.referral.interviews.all()]

    def of_interview(self, interview: JobInterview, now: datetime) -> list[Button]:
        if self.referral.status != Status.INTERVIEW or interview.is_off:
            return []
        moves = (CHANGE, CALL_OFF) if interview.starts_at > now else (CHANGE,)
        return [self.button(move, interview) for move in moves]

    def button(self, move: Move, interview: JobInterview | None = None) -> Button:
        key = f"{move.name}-{interview.pk}" if interview else move.name
        if self.refused and self.refused.key == key:
            return self.refused
        held = {name: getattr(interview, name) for name in ("starts_at", "place", "notes")} if interview else None
        return Button(key, move, move.form(prefix=key, initial=held), interview)

    def sent(self, post: QueryDict) -> Button | None:
        """The button that was pressed, whatever may be pressed by now: the action decides that, under its lock."""
        key = post.get("move", "")
        name, _dash, number = key.partition("-")
        interview = next((row for row in self.referral.interviews.all() if number == str(row.pk)), None)
        move = (MOVES_OF_INTERVIEW if interview else MOVES).get(name)
        if move is None or (number and interview is None):
            return None
        return Button(key, move, move.form(post, prefix=key), interview)
