"""What an advisor, or the desk, can do with a booking: one button each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.counseling.booking import cancel_for_seeker, record_not_held, record_outcome
from advisors.counseling.models import CounselingBooking
from advisors.counseling.unrecorded import is_left_to_desk

Status, Canceller = CounselingBooking.Status, CounselingBooking.Canceller


class NotesForm(forms.Form):
    notes = forms.CharField(
        label=_("Notes"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("For whoever accompanies the seeker. A later advisor reads them only if the seeker allows it."),
    )


class TickForm(forms.Form):
    """The small question before a button that cannot be undone."""

    ticked = forms.BooleanField(
        label=_("I am sure. This cannot be undone."), error_messages={"required": _("Please tick this first.")}
    )


@dataclass(frozen=True)
class Move:
    """A button on the page of a booking."""

    name: str
    explanation: str
    button: str
    done: str
    act: Callable[[CounselingBooking, User, dict], object]
    form: type[forms.Form] = TickForm


def take_place(booking: CounselingBooking, by: User, typed: dict):
    return record_outcome(booking.pk, Status.COMPLETED, by=by, notes=typed["notes"], slot_id=booking.slot_id)


def miss(booking: CounselingBooking, by: User, typed: dict):
    return record_outcome(booking.pk, Status.NO_SHOW, by=by, slot_id=booking.slot_id)


def not_hold(booking: CounselingBooking, by: User, typed: dict):
    return record_not_held(booking.pk, by=by, slot_id=booking.slot_id)


def cancel(booking: CounselingBooking, by: User, typed: dict):
    canceller = Canceller.ADVISOR if holds(by, booking) else Canceller.DESK
    return cancel_for_seeker(booking.pk, by=canceller, slot_id=booking.slot_id)


TOOK_PLACE = Move(
    "completed",
    _("The counseling took place. From now on jobs can be referred to the seeker."),
    _("It took place"),
    _("Thank you. It is recorded that the counseling took place."),
    take_place,
    NotesForm,
)
MISSED = Move(
    "no_show",
    _("The seeker did not come. They are not written to, and can book again at any time."),
    _("The seeker did not come"),
    _("Thank you. It is recorded that the seeker did not come."),
    miss,
)
NOT_HELD = Move(
    "not_held",
    _("It did not take place because the advisor was not there. The seeker is told by mail that we are sorry."),
    _("We were not there"),
    _("It is recorded that we were not there, and the seeker is told by mail."),
    not_hold,
)
CANCEL = Move(
    "cancel",
    _("The seeker is told by mail at once, and how to book another time."),
    _("Cancel the counseling"),
    _("The counseling is cancelled, and the seeker is told by mail."),
    cancel,
)


def holds(user: User, booking: CounselingBooking) -> bool:
    """Whether this person is the advisor of the counseling."""
    return booking.slot.advisor.user_id == user.pk


def moves_of(user: User, booking: CounselingBooking, *, now: datetime) -> list[Move]:
    """The buttons this person may ever press here. What came of a counseling is known to its advisor.

    Where that has stayed unrecorded, or the advisor accompanies the seeker no more, the desk finds out and records it.
    That the advisor was not there the desk may hear from the seeker at once.
    """
    ours = [NOT_HELD, CANCEL]
    is_theirs = holds(user, booking) or user.is_superuser
    return [TOOK_PLACE, MISSED, *ours] if is_theirs or is_left_to_desk(booking, now=now) else ours


def possible(user: User, booking: CounselingBooking, *, now: datetime) -> list[Move]:
    """Those that lead somewhere now."""
    if booking.status != Status.BOOKED:
        return []
    has_begun = booking.slot.starts_at <= now
    return [move for move in moves_of(user, booking, now=now) if (move is CANCEL) != has_begun]
