"""What the desk can do with a posting: one button each."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.buttons import Buttons, Move, Said
from jobs.postings import opening
from jobs.postings.models import JobPosting
from jobs.referrals import closing

Status, Closing = JobPosting.Status, JobPosting.Closing


class ClosedAlready(Exception):
    """Somebody was faster."""


NOT_NOW: dict[type[Exception] | None, Said] = {
    None: (messages.WARNING, _("Nothing was changed: this posting is no longer what it was.")),
    ClosedAlready: (messages.WARNING, _("Nothing was changed: this posting is closed already.")),
    opening.NoDraft: (messages.ERROR, _("Nothing was changed: this posting is no draft any more.")),
    opening.TooEarly: (messages.ERROR, _("This posting opens later. Change its opening date if it is to open now.")),
    opening.TooLate: (
        messages.ERROR,
        _("The closing date of this posting has passed. Change it before you open the posting."),
    ),
}


def opened(posting: JobPosting, by: User, typed: dict) -> None:
    opening.open_posting(posting.pk)


def closed(posting: JobPosting, by: User, typed: dict, why: Closing = Closing.DESK) -> None:
    if not closing.close_posting(posting.pk, closing=why):
        raise ClosedAlready


def filled(posting: JobPosting, by: User, typed: dict) -> None:
    closed(posting, by, typed, Closing.FILLED)


OPEN = Move(
    name="open",
    button=_("Open it to everybody"),
    explanation=_("Everybody can see it from then on."),
    possible={Status.DRAFT},
    act=opened,
    done=_("The posting is open."),
)
TOLD = _("Referrals that are not answered lapse, and these seekers are told once. Selections go on.")
CLOSE = Move(
    name="close",
    button=_("Close it"),
    explanation=TOLD,
    possible={Status.DRAFT, Status.OPEN},
    act=closed,
    done=_("The posting is closed."),
)
FILLED = Move(
    name="filled",
    button=_("Close it: filled"),
    explanation=TOLD,
    possible={Status.OPEN},
    act=filled,
    done=_("The posting is closed as filled."),
)
MOVES = {move.name: move for move in (OPEN, CLOSE, FILLED)}


class PostingButtons(Buttons):
    moves = MOVES
