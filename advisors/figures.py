"""How long waits that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from advisors.models import Fetching
from config.figures import Figure

MOST = timedelta(hours=1)


def oldest_unfetched_file(*, now: datetime) -> Figure:
    """Since when a picture or a file should have been fetched from LINE, as far as it is not being tried."""
    ready = Fetching.objects.ready(now).order_by("try_at")
    return Figure.since(ready.values_list("try_at", flat=True).first(), now=now, most=MOST)
