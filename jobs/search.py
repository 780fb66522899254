"""Finding postings by words: of the title, the text, the town, or the name of the company. Every word must occur.

Case and width make no difference. On PostgreSQL the pairs of characters of a posting are indexed (migration 0003), so
that a word of two characters, as most are here, is found as quickly as a long one.
"""

import unicodedata

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from accounts.search import is_postgresql

LONGEST, MOST_WORDS = 100, 8
WRITTEN_IN = ("title", "city", "description", "company__name")

OF_COMPANY = """
    jobs_jobposting.company_id = ANY (ARRAY(SELECT id FROM jobs_company WHERE strpos(jobs_company.search_text, %s) > 0))
"""
TOGETHER = "strpos(jobs_jobposting.search_text, %s) > 0"


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def words_of(text: str) -> list[str]:
    """The words that are looked for, each once."""
    return list(dict.fromkeys(folded(text[:LONGEST]).split()))[:MOST_WORDS]


def with_words(postings: QuerySet, text: str) -> QuerySet:
    for word in words_of(text):
        postings = postings.filter(has_word(word, by_pieces=is_postgresql(postings)))
    return postings


def has_word(word: str, *, by_pieces: bool) -> Q | RawSQL:
    """As a condition on postings; the index finds who has all pieces, the text says whether they stand together."""
    if not by_pieces:
        return by_text(word)
    pieces = [word[n : n + 2] for n in range(len(word) - 1)]
    if len(pieces) < 2:
        found, params = ("jobs_jobposting.search_pieces @> %s::text[]", [pieces]) if pieces else (TOGETHER, [word])
    else:
        found, params = f"(jobs_jobposting.search_pieces @> %s::text[] AND {TOGETHER})", [pieces, word]
    return RawSQL(f"({found} OR {OF_COMPANY})", [*params, word], output_field=BooleanField())


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
