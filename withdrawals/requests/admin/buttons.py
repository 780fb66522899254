"""What the desk can do with a request: one button each, with the tick that goes before it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib.messages import INFO, SUCCESS, WARNING
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import JobSeeker, User
from withdrawals.requests import filing as actions
from withdrawals.requests.candidates import Candidate, candidates_for
from withdrawals.requests.models import Actor, WithdrawalRequest, WithdrawalStatement

Status, Closing = WithdrawalRequest.Status, WithdrawalRequest.Closing
Said = tuple[int, str]  # a level of `messages`, and a sentence


class TickForm(forms.Form):
    """The small question before a button."""

    ticked = forms.BooleanField(error_messages={"required": _("Please tick this once it is done.")})

    def __init__(self, *args, tick: str, by: User, request: WithdrawalRequest, **kwargs):
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


@dataclass(frozen=True)
class Move:
    """A button of the desk."""

    name: str
    title: str
    explanation: str
    tick: str
    button: str
    act: Callable[[WithdrawalRequest, User, dict], Said]
    form: type[TickForm] = TickForm


def match(request: WithdrawalRequest, by: User, typed: dict) -> Said:
    matched = actions.match_by_desk(request.pk, typed["member"], by=by)
    if matched.closing == Closing.DUPLICATE:
        return WARNING, _("Another request of this member is under way, so this one is closed.")
    return SUCCESS, _("Thank you. The withdrawal is scheduled, and the member is told by mail.")


def close(request: WithdrawalRequest, by: User, typed: dict) -> Said:
    actions.close_as_not_a_member(request.pk, by=by)
    return SUCCESS, _("The request is closed. What was typed is erased, and the sender is told by mail.")


def stop(request: WithdrawalRequest, by: User, typed: dict) -> Said:
    actions.cancel(request.pk, actor=Actor.STAFF, by=by)
    return SUCCESS, _("The withdrawal is stopped. The membership goes on, and the member is told by mail.")


def hurry(request: WithdrawalRequest, by: User, typed: dict) -> Said:
    actions.hurry(request.pk, actor=Actor.STAFF, by=by)
    return INFO, _("The withdrawal is completed within minutes. The member gets the receipt by mail.")


MATCH = Move(
    name="match",
    title=_("Another member"),
    explanation=_("Have you found the member in another way? Enter their member number."),
    tick=_("Identity checked: I have called the member back on the registered phone number."),
    button=_("This is the member"),
    act=match,
    form=MemberForm,
)
CLOSE = Move(
    name="close",
    title=_("Not a member"),
    explanation=_(
        "The request is closed, what was typed is erased, and the typed e-mail address is told that no membership fits."
    ),
    tick=_("I have looked for the member and found none."),
    button=_("Close: not a member"),
    act=close,
)
STOP = Move(
    name="stop",
    title=_("Stop the withdrawal"),
    explanation=_("The membership goes on as it is, and nothing is erased."),
    tick=_("The member has asked us to stop it, and their identity is checked."),
    button=_("Stop the withdrawal"),
    act=stop,
)
HURRY = Move(
    name="complete",
    title=_("Complete the withdrawal now"),
    explanation=_("Everything we hold about the member is erased within minutes. This cannot be undone."),
    tick=_("The member has asked us not to wait, and their identity is checked."),
    button=_("Complete it now"),
    act=hurry,
)
MOVES = {move.name: move for move in (MATCH, CLOSE, STOP, HURRY)}

POSSIBLE = {Status.NEEDS_REVIEW: (MATCH, CLOSE), Status.SCHEDULED: (STOP, HURRY)}


@dataclass(frozen=True)
class Offer:
    """A button as it stands on the page; `key` tells it from the same button for another member."""

    key: str
    move: Move
    form: TickForm
    candidate: Candidate | None = None


class Offers:
    """The buttons of one request, for one person. What was sent and refused keeps what was typed."""

    def __init__(self, request: WithdrawalRequest, by: User, refused: Offer | None = None):
        self.request, self.by, self.refused = request, by, refused

    def candidates(self, statement: WithdrawalStatement | None) -> list[Offer]:
        if self.request.status != Status.NEEDS_REVIEW or statement is None:
            return []
        return [self.offer(MATCH, candidate) for candidate in candidates_for(self.request, statement)]

    def moves(self) -> list[Offer]:
        moves = POSSIBLE.get(self.request.status, ())
        is_completing = self.request.completes_at is not None and self.request.completes_at <= timezone.now()
        return [self.offer(move) for move in moves if not (move is HURRY and is_completing)]

    def offer(self, move: Move, candidate: Candidate | None = None) -> Offer:
        key = f"{move.name}-{candidate.seeker.pk}" if candidate else move.name
        if self.refused and self.refused.key == key:
            form = self.refused.form
        else:
            form = move.form(tick=move.tick, by=self.by, request=self.request, prefix=key)
        if candidate:
            form.initial["member"] = candidate.seeker.member_number
            form.fields["member"].widget = forms.HiddenInput()
        return Offer(key, move, form, candidate)

    def sent(self, post: QueryDict) -> Offer | None:
        """The button that was pressed, whatever may be pressed by now: the action decides that, under its lock."""
        key = post.get("move", "")
        move = MOVES.get(key.partition("-")[0])
        return move and Offer(key, move, move.form(post, tick=move.tick, by=self.by, request=self.request, prefix=key))
