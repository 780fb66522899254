"""What must-haves cost, counted once in a while: it takes a look at every open posting."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.cache import cache

from jobs.conditions.matching import Supply, supply
from jobs.conditions.models import DesiredCondition
from jobs.postings.models import JobPosting

KEPT = timedelta(minutes=10)


def counted(conditions: Iterable[DesiredCondition], *, now: datetime) -> tuple[Supply, datetime]:
    """The supply of open postings, and when it was counted, which is to be said beside it.

    Changed must-haves are counted at once. It is the same for everybody who has these, and names nobody.
    """
    conditions = list(conditions)
    key = "supply:" + " ".join(sorted(f"{it.kind}={it.number}" for it in conditions if it.is_must))
    kept = cache.get(key)
    if kept is None or now - kept["at"] >= KEPT:
        found = supply(JobPosting.objects.open(), conditions)
        kept = {"met": found.met, "gained": found.gained, "at": now}
        cache.set(key, kept, KEPT.total_seconds())
    return Supply(kept["met"], kept["gained"]), kept["at"]
