"""What the search of postings suggests: occupations, places and companies of those that are open."""

from django.core.cache import cache

from jobs.postings.listing import Postings

KEY, KEPT = "postings suggested", 10 * 60
NEWEST, MOST = 300, 120


def suggested(newest: Postings) -> list[str]:
    """Of the newest, each once; asked every ten minutes. Each of them is found."""
    found: list[str] | None = cache.get(KEY)
    if found is None:
        rows = newest.values_list("title", "city", "company__name")[:NEWEST]
        found = sorted({text for row in rows for text in row if text})[:MOST]
        cache.set(KEY, found, KEPT)
    return found
