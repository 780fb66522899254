"""How long support waits that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.figures import last
from accounts.models import File, Pulse
from config.figures import Wait, told_as
from config.together import earliest
from support.documents.scanning import is_scanning
from support.models import SeminarSeat

SCAN_MOST = timedelta(hours=1)
OFFER_MOST = timedelta(minutes=15)
TRIAL_MOST = timedelta(minutes=20)


@told_as(
    _("The oldest seat that should have been passed on"),
    help=_("See in the log of the worker why sweep_seminar fails: somebody further down the line is waiting."),
)
def oldest_overdue_offer(*, now: datetime) -> Wait:
    """A seat that nobody has answered for is passed on within a minute or two; one that cannot be is told of here."""
    overdue = SeminarSeat.objects.run_out(now).order_by("offered_until")
    return Wait.since(earliest(overdue, "offered_until"), now=now, most=OFFER_MOST)


@told_as(
    _("The oldest file that no virus scanner has looked at"),
    help=_("Start the virus scanner, or see why it is not reached. Until then nobody is given the file."),
)
def oldest_unscanned_file(*, now: datetime) -> Wait:
    """For how long somebody has not been given a file, because no virus scanner looks at it."""
    if not is_scanning():
        return Wait(timedelta(0), SCAN_MOST)
    oldest = earliest(File.objects.unscanned().order_by("made_at"), "made_at")
    return Wait.since(oldest, now=now, most=SCAN_MOST)


@told_as(
    _("The last trial of the press for résumés"),
    help=_("See in the log of the worker why the press fails: no member can make a résumé."),
)
def last_press(*, now: datetime) -> Wait:
    """When the press last made a file of nobody: one that fails for all is told of here, not by those it fails."""
    return last(Pulse.Name.PRESS, now=now, most=TRIAL_MOST)


@told_as(
    _("The last trial of the reading of files"),
    help=_("See in the log of the worker why try_reading fails: no document and no photo can be handed in."),
)
def last_reading(*, now: datetime) -> Wait:
    """When a paper of nobody was last read: each that is handed in is told to be at fault itself."""
    return last(Pulse.Name.READING, now=now, most=TRIAL_MOST)
