"""What an advisor can do with a referral once the seeker has applied: one button each. None of them is the seeker's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.buttons import Button, Buttons, Move
from config.moments import DateField, MomentField
from config.typed import Typed
from jobs.referrals import selection as actions
from jobs.referrals.models import JobInterview, Referral
from jobs.referrals.refusals import NotThatDay
from jobs.referrals.whose_turn import refuse_day

Status = Referral.Status


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

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(_("This is in the past."))
        return starts_at


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Enter what was said.")},
    )


class WordForm(forms.Form):
    on = DateField(
        label=_("The company answers by"),
        error_messages={"required": _("Enter the day by which the company answers.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Past it you are asked to find out. Nobody else is."),
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        try:
            refuse_day(on, today=timezone.localdate())
        except NotThatDay as refusal:
            raise ValidationError(refusal.said) from refusal
        return on


def by_key(action: Callable[..., object]) -> Callable[[Referral | JobInterview, User, Typed], None]:
    """An action that takes the key of what it moves."""

    def act(row: Referral | JobInterview, by: User, typed: Typed) -> None:
        action(row.pk, by=by, **typed)

    return act


SCREENING = Move(
    name="screening",
    title=_("Documents sent"),
    explanation=_("The company has the application. The seeker is told."),
    button=_("The company is looking at the documents"),
    done=_("The selection is in document screening, and the seeker is told."),
    possible={Status.APPLIED},
    act=by_key(actions.to_screening),
)
INTERVIEW = Move(
    name="interview",
    title=_("Invitation to an interview"),
    explanation=_("The seeker gets a mail with an entry for the calendar."),
    button=_("Set the interview"),
    done=_("The interview is set, and the seeker is told."),
    possible={Status.SCREENING, Status.INTERVIEW},
    act=by_key(actions.to_interview),
    form=InterviewForm,
)
# With one interview, under the name of what set it and under one of its own.
CHANGE = Move(
    name="interview",
    title=_("Change it"),
    explanation=_("The seeker gets a mail, and the entry in their calendar is replaced."),
    button=_("Set the interview"),
    done=_("The interview is changed, and the seeker is told."),
    act=by_key(actions.move_interview),
    form=InterviewForm,
)
CALL_OFF = Move(
    name="off",
    title=_("Call it off"),
    explanation=_("The seeker is told, and the entry goes from their calendar. The selection goes on."),
    button=_("Call the interview off"),
    done=_("The interview is called off, and the seeker is told."),
    act=by_key(actions.call_off_interview),
)
WORD = Move(
    name="word",
    title=_("The next word"),
    explanation=_("Ask the company by when it answers. The seeker reads the day on their page; no mail goes out."),
    button=_("Keep this day"),
    done=_("The day is kept, and stands on the seeker's page."),
    possible={Status.SCREENING, Status.INTERVIEW},
    act=by_key(actions.expect_word),
    form=WordForm,
)
OFFER = Move(
    name="offer",
    title=_("Offer"),
    explanation=_("The seeker is told, and accepts it alone, or not."),
    button=_("The company makes an offer"),
    done=_("The offer is recorded, and the seeker is told."),
    possible={Status.INTERVIEW},
    act=by_key(actions.to_offered),
)
REJECT = Move(
    name="reject",
    title=_("Rejection"),
    explanation=_("The selection ends. The seeker is told in kind words."),
    button=_("The company has decided against it"),
    done=_("The selection has ended, and the seeker is told."),
    possible={Status.APPLIED, Status.SCREENING, Status.INTERVIEW, Status.OFFERED},
    act=by_key(actions.reject),
)
NOTE = Move(
    name="note",
    title=_("Note about the company"),
    explanation=_("For whoever accompanies the seeker. The seeker never sees it."),
    button=_("Keep the note"),
    done=_("The note is kept."),
    act=by_key(actions.note_company),
    form=NoteForm,
)
MOVES = {move.name: move for move in (SCREENING, WORD, INTERVIEW, OFFER, REJECT, NOTE)}
MOVES_OF_INTERVIEW = {move.name: move for move in (CHANGE, CALL_OFF)}


@dataclass(frozen=True)
class Kept:
    """An interview, and what can be done with it now."""

    interview: JobInterview
    buttons: list[Button]


class ReferralButtons(Buttons[Referral]):
    moves = MOVES

    def offered(self) -> list[Button]:
        """The day with the one that is kept."""
        return [
            self.with_day(move) if move is WORD else self.button(move)
            for move in MOVES.values()
            if self.is_offered(move)
        ]

    def with_day(self, move: Move[Any]) -> Button:
        return self.button(move, initial={"on": self.row.word_expected_on})

    def note(self) -> Button:
        return self.button(NOTE)

    def on_page(self) -> list[Button]:
        return self.offered() + [button for kept in self.interviews() for button in kept.buttons]

    def interviews(self) -> list[Kept]:
        now = timezone.now()
        return [Kept(interview, self.of_interview(interview, now)) for interview in self.row.interviews.all()]

    def of_interview(self, interview: JobInterview, now: datetime) -> list[Button]:
        if self.row.status != Status.INTERVIEW or interview.is_off:
            return []
        moves = (CHANGE, CALL_OFF) if interview.starts_at > now else (CHANGE,)
        held = {name: getattr(interview, name) for name in ("starts_at", "place", "notes")}
        return [self.button(move, f"{move.name}-{interview.pk}", interview, initial=held) for move in moves]

    def named(self, key: str) -> tuple[Move[Any] | None, Model]:
        name, dash, number = key.partition("-")
        if not dash:
            return super().named(key)
        interview = next((row for row in self.row.interviews.all() if number == str(row.pk)), None)
        return (MOVES_OF_INTERVIEW.get(name), interview) if interview else (None, self.row)
