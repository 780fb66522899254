"""What the desk can do with a posting: one button each."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.admin.buttons import Buttons, Move
from config.typed import Typed
from jobs.postings import opening
from jobs.postings.models import JobPosting
from jobs.postings.refusals import ClosedAlready
from jobs.referrals import closing

Status = JobPosting.Status
Closing = JobPosting.Closing


def opened(posting: JobPosting, by: User, typed: Typed) -> None:
    opening.open_posting(posting.pk)


def closed(posting: JobPosting, by: User, typed: Typed, why: Closing = Closing.DESK) -> None:
    if not closing.close_posting(posting.pk, closing=why):
        raise ClosedAlready


def filled(posting: JobPosting, by: User, typed: Typed) -> None:
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


class PostingButtons(Buttons[JobPosting]):
    moves = MOVES
