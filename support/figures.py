"""How long support waits that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from accounts.figures import last
from accounts.models import File, Pulse
from config.figures import Figure
from support.documents.scanning import is_scanning
from support.models import SeminarSeat

SCAN_MOST = timedelta(hours=1)
OFFER_MOST = timedelta(minutes=15)
PRESS_MOST = timedelta(minutes=20)


def oldest_overdue_offer(*, now: datetime) -> Figure:
    """A seat that nobody has answered for is passed on within a minute or two; one that cannot be is told of here."""
    overdue = SeminarSeat.objects.run_out(now).order_by("offered_until").values_list("offered_until", flat=True)
    return Figure.since(overdue.first(), now=now, most=OFFER_MOST)


def oldest_unscanned_file(*, now: datetime) -> Figure:
    """For how long somebody has not been given a file, because no virus scanner looks at it."""
    if not is_scanning():
        return Figure(timedelta(0), SCAN_MOST)
    oldest = File.objects.unscanned().order_by("made_at").values_list("made_at", flat=True).first()
    return Figure.since(oldest, now=now, most=SCAN_MOST)


def last_press(*, now: datetime) -> Figure:
    """When the press last made a file of nobody: one that fails for all is told of here, not by those it fails."""
    return last(Pulse.Name.PRESS, now=now, most=PRESS_MOST)
