"""What the desk can do with a request: one button each, with the tick that goes before it."""

import re
import unicodedata
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib.messages import INFO, WARNING
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from config import clock
from config.admin.buttons import Button, Buttons, Move, Said
from config.moments import MomentField
from config.typed import Text, Typed
from withdrawals.requests import calling_back
from withdrawals.requests import filing as actions
from withdrawals.requests.candidates import Candidate, candidates_for
from withdrawals.requests.deadlines import due_on, last_moment, told_next_at
from withdrawals.requests.desk import call_of
from withdrawals.requests.models import Actor, WithdrawalRequest, WithdrawalStatement

Status, Closing = WithdrawalRequest.Status, WithdrawalRequest.Closing


class TickForm(forms.Form):
    """The small question before a button."""

    ticked = forms.BooleanField(error_messages={"required": _("Please tick this once it is done.")})

    def __init__(self, *args: Any, tick: Text, by: User, request: WithdrawalRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.request = by, request
        self.fields["ticked"].label = tick


class MemberForm(TickForm):
    """Whose request it is, named by the member number."""

    member = forms.CharField(
        label=_("Member number"),
        max_length=40,
        error_messages={"required": _("Enter the member number.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    field_order = ["member", "ticked"]

    def clean_member(self) -> JobSeeker:
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", self.cleaned_data["member"]))
        number = f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
        member = JobSeeker.objects.visible_to(self.by).filter(member_number=number).first()
        if member is None:
            raise ValidationError(_("There is no member with this number. It looks like 4821-7733-05."))
        if member.joined_at >= self.request.received_at:
            raise ValidationError(_("This membership began after the request was received: it is not about it."))
        return member


def match(request: WithdrawalRequest, by: User, typed: Typed) -> Said | None:
    matched = actions.match_by_desk(request.pk, typed["member"], by=by)
    if matched.closing == Closing.DUPLICATE:
        return WARNING, _("Another request of this member is under way, so this one is closed.")
    return None


def close(request: WithdrawalRequest, by: User, typed: Typed) -> None:
    actions.close_as_not_a_member(request.pk, by=by)


def stop(request: WithdrawalRequest, by: User, typed: Typed) -> None:
    actions.cancel(request.pk, actor=Actor.STAFF, by=by)


def hurry(request: WithdrawalRequest, by: User, typed: Typed) -> Said:
    actions.hurry(request.pk, actor=Actor.STAFF, by=by)
    return INFO, _("The withdrawal is completed within minutes. The member gets the receipt by mail.")


class CallAgainForm(forms.Form):
    """When to try once more."""

    call_at = MomentField(
        label=_("Call again from"), error_messages={"required": _("Enter when they are to be called.")}
    )

    def __init__(self, *args: Any, by: User, request: WithdrawalRequest, **kwargs: Any) -> None:
        now = clock.now()
        super().__init__(*args, **{"initial": {"call_at": told_next_at(now)}, **kwargs})
        self.now = now

    def clean_call_at(self) -> datetime:
        call_at: datetime = self.cleaned_data["call_at"]
        return ahead(call_at, now=self.now)


def ahead(call_at: datetime, *, now: datetime) -> datetime:
    """A time to call at: not in the past, and not so late that the promise could not be kept."""
    if call_at < now - timedelta(minutes=5):
        raise ValidationError(_("This is in the past."))
    if call_at > last_moment(due_on(now)):
        raise ValidationError(_("Please call within five business days: it is to be done by then."))
    return call_at


def call_again(request: WithdrawalRequest, by: User, typed: Typed) -> None:
    calling_back.call_again(request.pk, call_at=typed["call_at"])


def give_up(request: WithdrawalRequest, by: User, typed: Typed) -> None:
    calling_back.close_as_not_reached(request.pk, by=by)


CALL_AGAIN = Move(
    name="again",
    title=_("Nobody answered"),
    explanation=_("It stays on the list of calls, and the days count on."),
    button=_("Call again later"),
    act=call_again,
    possible={Status.NEEDS_REVIEW},
    done=_("Noted. It is on the list of calls again."),
    form=CallAgainForm,
)
NOT_REACHED = Move(
    name="unreached",
    title=_("Not reached"),
    explanation=_("The request is closed and what was typed is erased. No membership ends; they may call again."),
    button=_("Close: not reached"),
    act=give_up,
    possible={Status.NEEDS_REVIEW},
    done=_("The request is closed, and what was typed is erased."),
    form=partial(TickForm, tick=_("I have called on more than one day, and nobody answered.")),
)
MATCH = Move(
    name="match",
    title=_("Another member"),
    explanation=_("Have you found the member in another way? Enter their member number."),
    button=_("This is the member"),
    act=match,
    possible={Status.NEEDS_REVIEW},
    done=_("Thank you. The withdrawal is scheduled, and the member is told by mail."),
    form=partial(MemberForm, tick=_("Identity checked: I have called the member back on the registered phone number.")),
)
CLOSE = Move(
    name="close",
    title=_("Not a member"),
    explanation=_(
        "The request is closed, what was typed is erased, and the typed e-mail address is told that no membership fits."
    ),
    button=_("Close: not a member"),
    act=close,
    possible={Status.NEEDS_REVIEW},
    done=_("The request is closed. What was typed is erased, and the sender is told by mail."),
    form=partial(TickForm, tick=_("I have looked for the member and found none.")),
)
STOP = Move(
    name="stop",
    title=_("Stop the withdrawal"),
    explanation=_("The membership goes on as it is, and nothing is erased."),
    button=_("Stop the withdrawal"),
    act=stop,
    possible={Status.SCHEDULED},
    done=_("The withdrawal is stopped. The membership goes on, and the member is told by mail."),
    form=partial(TickForm, tick=_("The member has asked us to stop it, and their identity is checked.")),
)
HURRY = Move(
    name="complete",
    title=_("Complete the withdrawal now"),
    explanation=_("Everything we hold about the member is erased within minutes. This cannot be undone."),
    button=_("Complete it now"),
    act=hurry,
    possible={Status.SCHEDULED},
    form=partial(TickForm, tick=_("The member has asked us not to wait, and their identity is checked.")),
)
MOVES = {move.name: move for move in (MATCH, CALL_AGAIN, NOT_REACHED, CLOSE, STOP, HURRY)}


class RequestButtons(Buttons[WithdrawalRequest]):
    moves = MOVES

    def candidates(self, statement: WithdrawalStatement | None) -> list[tuple[Candidate, Button]]:
        if self.row.status != Status.NEEDS_REVIEW or statement is None:
            return []
        return [(candidate, self.of_candidate(candidate)) for candidate in candidates_for(self.row, statement)]

    def of_candidate(self, candidate: Candidate) -> Button:
        button = self.button(MATCH, f"{MATCH.name}-{candidate.seeker.pk}")
        button.form.initial["member"] = candidate.seeker.member_number
        button.form.fields["member"].widget = forms.HiddenInput()
        return button

    def is_offered(self, move: Move[Any]) -> bool:
        is_completing = self.row.completes_at is not None and self.row.completes_at <= timezone.now()
        if move in (CALL_AGAIN, NOT_REACHED) and not self.is_called_for(move):
            return False
        return super().is_offered(move) and not (move is HURRY and is_completing)

    def is_called_for(self, move: Move[Any]) -> bool:
        call = call_of(self.row)
        return call is not None and (move is CALL_AGAIN or call.tries >= calling_back.FEWEST_TRIES)

    def form(self, move: Move[Any], *sent: QueryDict, **given: Any) -> forms.Form:
        return super().form(move, *sent, by=self.by, request=self.row, **given)

    def named(self, key: str) -> tuple[Move[Any] | None, Model]:
        return super().named(key.partition("-")[0])
