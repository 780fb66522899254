"""The public list of open postings, newest first: a page after any posting, how many there are, and what hinders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connections
from django.db.models import Count, F, QuerySet
from django.db.models.fields.tuple_lookups import TupleLessThan

from jobs.postings.models import JobPosting, JobPostingQuerySet
from jobs.postings.search import Demand

Postings = QuerySet[JobPosting]
Conditions = Mapping[str, Sequence[Demand]]  # what each field of the search demands
PER_PAGE, COUNTED = 20, 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where in the list a page begins: after the posting opened then, whether or not it is still listed."""

    opened_at: datetime
    pk: int

    @classmethod
    def of(cls, posting: JobPosting) -> "Place":
        return cls(posting.shown_since, posting.pk)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From an address; None if that is not how one is written."""
        micros, _, key = text.partition("-")
        if not (text.isascii() and micros.isdecimal() and key.isdecimal() and len(micros) <= 17 and len(key) <= 18):
            return None
        return cls(EPOCH + timedelta(microseconds=int(micros)), int(key))

    def __str__(self) -> str:
        return f"{(self.opened_at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True)
class Page:
    postings: list[JobPosting]
    next: Place | None


def page_of(postings: Postings, after: Place | None) -> Page:
    """One query, as quick at the end of the list as at its beginning."""
    if after:
        postings = postings.filter(TupleLessThan((F("opened_at"), F("pk")), (after.opened_at, after.pk)))
    found = list(postings.select_related("company").defer("description")[: PER_PAGE + 1])
    return Page(found[:PER_PAGE], Place.of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else None)


def newest_first(postings: JobPostingQuerySet) -> Postings:
    return postings.open().order_by("-opened_at", "-pk")


def narrowed(postings: Postings, conditions: Conditions) -> Postings:
    for demanded in conditions.values():
        postings = postings.filter(*demanded)
    return postings


def counted(postings: Postings) -> int:
    """Exact up to a thousand; one more than that says "more"."""
    length: int = beginning(postings).aggregate(length=Count("pk"))["length"]
    return length


def gained_without(postings: Postings, conditions: Conditions) -> dict[str, int]:
    """How many there would be if one of these were lifted, most first; those that gain nothing are left out.

    One statement: each is counted by its own indexes, and no further than a thousand.
    """
    lifted = {name: {other: it for other, it in conditions.items() if other != name} for name in conditions}
    counts = [beginning(narrowed(postings, rest)).query.sql_with_params() for rest in lifted.values()]
    sql = ", ".join(f"(SELECT count(*) FROM ({one}) AS found)" for one, _params in counts)
    with connections[postings.db].cursor() as cursor:
        cursor.execute(f"SELECT {sql}", [param for _sql, params in counts for param in params])
        gained = dict(zip(lifted, cursor.fetchone(), strict=True))
    return {name: gained[name] for name in sorted(gained, key=gained.__getitem__, reverse=True) if gained[name]}


def beginning(postings: Postings) -> QuerySet[JobPosting, Any]:
    return postings.order_by().values("pk")[: COUNTED + 1]
