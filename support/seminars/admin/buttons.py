"""What the desk can do with a seminar: one button each."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.buttons import Buttons, Move
from config.typed import Typed
from support.seminars import holding
from support.seminars.forms import CallOffForm, RepeatForm
from support.seminars.models import Seminar

Status = Seminar.Status


def opened(seminar: Seminar, by: User, typed: Typed) -> None:
    holding.open_seminar(seminar.pk)


def called_off(seminar: Seminar, by: User, typed: Typed) -> None:
    holding.call_off(seminar.pk, why=typed["why_off"])


def repeated(seminar: Seminar, by: User, typed: Typed) -> None:
    holding.repeat(seminar.pk, **typed)


OPEN = Move(
    name="open",
    button=_("Open it to members"),
    explanation=_("Members can see it and take seats from then on, and are told of it in their rhythm."),
    possible={Status.DRAFT},
    act=opened,
    done=_("The seminar is open."),
)
REPEAT = Move(
    name="repeat",
    button=_("Hold it again"),
    explanation=_("Makes drafts of the same, which belong together as a series. You open them after a look."),
    possible={Status.DRAFT, Status.OPEN, Status.CALLED_OFF},
    act=repeated,
    done=_("The drafts are made. They are in the list."),
    form=RepeatForm,
)
CALL_OFF = Move(
    name="call_off",
    button=_("Call the seminar off"),
    explanation=_(
        "Everybody who has a seat or waits for one is told at once, with your reason and the next one of the kind. "
        "This cannot be undone."
    ),
    possible={Status.DRAFT, Status.OPEN},
    act=called_off,
    done=_("The seminar is called off, and everybody concerned is told."),
    form=CallOffForm,
)
MOVES = {move.name: move for move in (OPEN, REPEAT, CALL_OFF)}


class SeminarButtons(Buttons[Seminar]):
    moves = MOVES
