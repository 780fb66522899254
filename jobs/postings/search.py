"""Finding postings by words: of the title, the text, the town, or the name of the company. Every word must occur.

Case and width make no difference. On PostgreSQL the pairs of characters of a posting are indexed (migration 0003), so
that a word of two characters, as most are here, is found as quickly as a long one.
"""

import unicodedata

from django.db import connections
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.users.search import is_postgresql
from jobs.postings.models import JobPosting

Demand = Q | RawSQL
LONGEST, MOST_WORDS = 100, 8
WRITTEN_IN = ("title", "city", "description", "company__name")

TOGETHER = "strpos(jobs_jobposting.search_text, %s) > 0"
# The companies are looked up first: a plan that knows which they are uses the index, or does without them.
COMPANIES = """
    SELECT word, array_agg(jobs_company.id) FROM unnest(%s::text[]) AS word
    JOIN jobs_company ON strpos(jobs_company.search_text, word) > 0 GROUP BY word
"""


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def words_of(text: str) -> list[str]:
    """The words that are looked for, each once."""
    return list(dict.fromkeys(folded(text[:LONGEST]).split()))[:MOST_WORDS]


def with_words(postings: QuerySet[JobPosting], text: str) -> QuerySet[JobPosting]:
    return postings.filter(*demanded_by(postings, text))


def demanded_by(postings: QuerySet[JobPosting], text: str) -> list[Demand]:
    """A condition on postings for each word."""
    words = words_of(text)
    if not is_postgresql(postings):
        return [by_text(word) for word in words]
    companies = companies_with(words, using=postings.db) if words else {}
    return [by_pieces(word, companies.get(word)) for word in words]


def companies_with(words: list[str], *, using: str) -> dict[str, list[int]]:
    """The companies that have one of the words in their name; one query."""
    with connections[using].cursor() as cursor:
        cursor.execute(COMPANIES, [words])
        return dict(cursor.fetchall())


def by_pieces(word: str, companies: list[int] | None) -> RawSQL:
    """The index finds who has all pieces of the word; the text says whether they stand together."""
    pieces = [word[n : n + 2] for n in range(len(word) - 1)]
    found: list[str] = []
    params: list[str | list[str] | list[int]] = []
    if pieces:
        found, params = ["jobs_jobposting.search_pieces @> %s::text[]"], [pieces]
    if len(pieces) != 1:
        found, params = [*found, TOGETHER], [*params, word]
    condition = " AND ".join(found)
    if companies:
        condition, params = f"({condition}) OR jobs_jobposting.company_id = ANY (%s)", [*params, companies]
    return RawSQL(f"({condition})", params, output_field=BooleanField())


def by_text(word: str) -> Q:
    """For a database without the index: look at every posting, for the word in any usual writing."""
    found = Q()
    in_width = {wide(case) for case in (word, word.upper(), word.capitalize())}
    for written in {word, narrow(word), *in_width}:
        for field in WRITTEN_IN:
            found |= Q(**{f"{field}__icontains": written})
    return found


def wide(word: str) -> str:
    """Latin letters and digits in full width."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in word)


NARROW = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF61, 0xFFA0)}
NARROW |= {"\u3099": "\uff9e", "\u309a": "\uff9f"}


def narrow(word: str) -> str:
    """Katakana in half width, their voicing marks apart."""
    return "".join(NARROW.get(letter, letter) for letter in unicodedata.normalize("NFD", word))
