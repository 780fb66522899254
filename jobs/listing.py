"""The public list of open postings, newest first: a page after any posting, how many there are, and what hinders."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.fields.tuple_lookups import TupleLessThan

from jobs.models import JobPosting

PER_PAGE, COUNTED = 20, 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Where in the list a page begins: after the posting opened then, whether or not it is still listed."""

    opened_at: datetime
    pk: int

    @classmethod
    def of(cls, posting: JobPosting) -> "Place":
        return cls(posting.opened_at, posting.pk)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From an address; None if that is not how one is written."""
        micros, _, key = text.partition("-")
        if not (text.isascii() and micros.isdecimal() and key.isdecimal() and len(micros) <= 17 and len(key) <= 18):
            return None
        return cls(EPOCH + timedelta(microseconds=int(micros)), int(key))

    def __str__(self):
        return f"{(self.opened_at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True)
class Page:
    postings: list[JobPosting]
    next: Place | None


def page_of(postings: QuerySet, after: Place | None) -> Page:
    """One query, as quick at the end of the list as at its beginning."""
    if after:
        postings = postings.filter(TupleLessThan((F("opened_at"), F("pk")), (after.opened_at, after.pk)))
    found = list(postings.select_related("company").defer("description")[: PER_PAGE + 1])
    return Page(found[:PER_PAGE], Place.of(found[PER_PAGE - 1]) if len(found) > PER_PAGE else None)


def newest_first(postings: QuerySet) -> QuerySet:
    return postings.open().order_by("-opened_at", "-pk")


def narrowed(postings: QuerySet, conditions: dict[str, list]) -> QuerySet:
    for demanded in conditions.values():
        postings = postings.filter(*demanded)
    return postings


def counted(postings: QuerySet) -> int:
    """Exact up to a thousand; one more than that says "more"."""
    return postings.order_by()[: COUNTED + 1].aggregate(length=Count("pk"))["length"]


def gained_without(postings: QuerySet, conditions: dict[str, list]) -> dict[str, int]:
    """How many there would be if one of these were lifted, most first; those that gain nothing are left out."""
    broken = {
        f"breaks_{name}": Case(When(all_of(demanded), then=0), default=1) for name, demanded in conditions.items()
    }
    postings = postings.order_by().annotate(**broken).annotate(unmet=sum((F(name) for name in broken), Value(0)))
    only = {name: Count("pk", filter=Q(unmet=1, **{f"breaks_{name}": 1})) for name in conditions}
    gained = postings.aggregate(**only)
    return {name: gained[name] for name in sorted(gained, key=gained.get, reverse=True) if gained[name]}


def all_of(demanded: list) -> Q:
    return Q(*demanded)
