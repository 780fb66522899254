"""How long waits that should not: see config/figures.py. Each is one look at an index."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from advisors.models import Fetching
from config.figures import Wait, told_as
from config.together import earliest

MOST = timedelta(hours=1)


@told_as(
    _("The oldest file at LINE that is not fetched yet"),
    help=_("LINE keeps files for a short time only. See in the log of the worker why fetching fails."),
)
def oldest_unfetched_file(*, now: datetime) -> Wait:
    """Since when a picture or a file should have been fetched from LINE, as far as it is not being tried."""
    ready = Fetching.objects.ready(now).order_by("try_at")
    return Wait.since(earliest(ready, "try_at"), now=now, most=MOST)
