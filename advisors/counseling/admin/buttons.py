"""What an advisor, or the desk, can do with a booking: one button each."""

from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advisors.counseling.booking import cancel_for_seeker, record_not_held, record_outcome
from advisors.counseling.models import CounselingBooking
from advisors.counseling.unrecorded import is_left_to_desk
from config.admin.buttons import Button, Buttons, Move
from config.typed import Typed

Status = CounselingBooking.Status
Canceller = CounselingBooking.Canceller


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


def take_place(booking: CounselingBooking, by: User, typed: Typed) -> None:
    record_outcome(booking.pk, Status.COMPLETED, by=by, notes=typed["notes"], slot_id=booking.slot_id)


def miss(booking: CounselingBooking, by: User, typed: Typed) -> None:
    record_outcome(booking.pk, Status.NO_SHOW, by=by, slot_id=booking.slot_id)


def not_hold(booking: CounselingBooking, by: User, typed: Typed) -> None:
    record_not_held(booking.pk, by=by, slot_id=booking.slot_id)


def cancel(booking: CounselingBooking, by: User, typed: Typed) -> None:
    canceller = Canceller.ADVISOR if holds(by, booking) else Canceller.DESK
    cancel_for_seeker(booking.pk, by=canceller, slot_id=booking.slot_id)


TOOK_PLACE = Move(
    name="completed",
    explanation=_("The counseling took place. From now on jobs can be referred to the seeker."),
    button=_("It took place"),
    act=take_place,
    possible={Status.BOOKED},
    done=_("Thank you. It is recorded that the counseling took place."),
    form=NotesForm,
)
MISSED = Move(
    name="no_show",
    explanation=_("The seeker did not come. They are not written to, and can book again at any time."),
    button=_("The seeker did not come"),
    act=miss,
    possible={Status.BOOKED},
    done=_("Thank you. It is recorded that the seeker did not come."),
    form=TickForm,
)
NOT_HELD = Move(
    name="not_held",
    explanation=_(
        "It did not take place because the advisor was not there. The seeker is told by mail that we are sorry."
    ),
    button=_("We were not there"),
    act=not_hold,
    possible={Status.BOOKED},
    done=_("It is recorded that we were not there, and the seeker is told by mail."),
    form=TickForm,
)
CANCEL = Move(
    name="cancel",
    explanation=_("The seeker is told by mail at once, and how to book another time."),
    button=_("Cancel the counseling"),
    act=cancel,
    possible={Status.BOOKED},
    done=_("The counseling is cancelled, and the seeker is told by mail."),
    form=TickForm,
)


def holds(user: User, booking: CounselingBooking) -> bool:
    """Whether this person is the advisor of the counseling."""
    return booking.slot.advisor.user_id == user.pk


OF_COUNSELING = {move.name: move for move in (TOOK_PLACE, MISSED, NOT_HELD, CANCEL)}
OF_MOCK_INTERVIEW = {
    **OF_COUNSELING,
    TOOK_PLACE.name: replace(
        TOOK_PLACE,
        explanation=_(
            "The mock interview took place. Then the feedback sheet can be written; it waits on the start page."
        ),
        done=_("Thank you. It is recorded that the mock interview took place. The feedback sheet waits to be written."),
    ),
    CANCEL.name: replace(
        CANCEL,
        button=_("Cancel the mock interview"),
        done=_("The mock interview is cancelled, and the seeker is told by mail."),
    ),
}


class BookingButtons(Buttons[CounselingBooking]):
    def __init__(self, row: CounselingBooking, by: User, refused: Button | None = None) -> None:
        super().__init__(row, by, refused)
        self.moves = OF_MOCK_INTERVIEW if row.is_mock_interview else OF_COUNSELING

    @cached_property
    def may_say_what_came_of_it(self) -> bool:
        """It is known to the advisor of the counseling.

        Where that has stayed unrecorded, or the advisor accompanies the seeker no more, the desk finds out and records
        it. That the advisor was not there the desk may hear from the seeker at once.
        """
        is_theirs = holds(self.by, self.row) or self.by.is_superuser
        return is_theirs or is_left_to_desk(self.row, now=timezone.now())

    def may_ever_press(self, move: Move[Any]) -> bool:
        return move.name not in (TOOK_PLACE.name, MISSED.name) or self.may_say_what_came_of_it

    def is_offered(self, move: Move[Any]) -> bool:
        has_begun = self.row.slot.starts_at <= timezone.now()
        return super().is_offered(move) and (move.name == CANCEL.name) != has_begun and self.may_ever_press(move)

    def named(self, key: str) -> tuple[Move[Any] | None, Model]:
        move, booking = super().named(key)
        return (move if move and self.may_ever_press(move) else None), booking
