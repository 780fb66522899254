"""How long support waits that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from config.figures import Figure
from support.models import SeminarSeat

OFFER_MOST = timedelta(minutes=15)


def oldest_overdue_offer(*, now: datetime) -> Figure:
    """A seat that nobody has answered for is passed on within a minute or two; one that cannot be is told of here."""
    overdue = SeminarSeat.objects.run_out(now).order_by("offered_until").values_list("offered_until", flat=True)
    return Figure.since(overdue.first(), now=now, most=OFFER_MOST)
