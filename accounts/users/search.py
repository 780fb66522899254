"""Finding members by what a person at the desk has at hand, as fast among a million as among ten.

An e-mail address, a phone number or a member number that is complete is looked up as it is stored. Anything else is
taken as words, all of which must occur: parts of the name, or at least four digits of a number. One character alone is
the beginning of a name.

On PostgreSQL every member carries the pieces their words are made of - pairs of characters, fours of digits - in an
indexed column (migration 0004). Trigrams would not do: everyday words have two characters, and under some locales they
index no Japanese at all.
"""

import re
import unicodedata
from contextlib import suppress
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Replace, Substr

from accounts.users.contacts import NotAPhoneNumber, normalise_email, parse_phone
from accounts.users.models import JobSeeker

LONGEST = 100
MOST_HITS = 1_001
WHOLE_NUMBER = 10
NUMBER = re.compile(r"[0-9\s+().\-‐‑‒–—―−ー]+")


def find_members(members: QuerySet[JobSeeker], text: str) -> QuerySet[JobSeeker]:
    """Those of `members` who fit, in their order; where more than a thousand do, some thousand of them.

    Words are looked up here and now, once for whatever is then asked of the result.
    """
    text = unicodedata.normalize("NFKC", text)[:LONGEST].strip().lower()
    if "@" in text:
        return members.filter(user__email=normalise_email(text))
    if len(digits_of(text)) >= WHOLE_NUMBER:
        return members.filter(whole_number(text))
    hits = members
    for word in text.split():
        hits = with_word(hits, digits_of(word) or word)
    return among(members, list(hits.order_by().values_list("pk", flat=True)[:MOST_HITS]))


def among(members: QuerySet[JobSeeker], keys: list[int]) -> QuerySet[JobSeeker]:
    """Those with one of these keys, of known number; PostgreSQL reads one array faster than a thousand values."""
    wanted = RawSQL("SELECT unnest(%s::bigint[])", [keys]) if is_postgresql(members) else keys
    found = members.filter(pk__in=wanted) if keys else members.none()
    vars(found)["known_count"] = len(keys)
    return found


def is_postgresql(rows: QuerySet[Any]) -> bool:
    return connections[rows.db].vendor == "postgresql"


def digits_of(text: str) -> str:
    """The digits of what is written like a number; nothing of any other text."""
    return re.sub(r"[^0-9]", "", text) if NUMBER.fullmatch(text) else ""


def member_number(text: str) -> str:
    """How a member number is stored, in whatever way it was typed."""
    digits = digits_of(unicodedata.normalize("NFKC", text).strip())
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def whole_number(text: str) -> Q:
    """A member number or a phone number, as either is stored; ten digits may be both."""
    number = Q(member_number=member_number(text))
    with suppress(NotAPhoneNumber):
        number |= Q(phone=parse_phone(text))
    return number


def with_word(members: QuerySet[JobSeeker], word: str) -> QuerySet[JobSeeker]:
    return members.filter(by_pieces(word)) if is_postgresql(members) else by_text(members, word)


def by_pieces(word: str) -> RawSQL:
    """The index finds who has all pieces of the word; the text decides whether they stand together."""
    together, cut = "strpos(search_text, %s) > 0", pieces(word)
    if not cut:
        return RawSQL(together, [word], output_field=BooleanField())
    return RawSQL(f"search_pieces @> %s::text[] AND {together}", [cut, word], output_field=BooleanField())


def pieces(word: str) -> list[str]:
    """As migration 0004 cuts them. A number of less than four digits has none: it occurs everywhere."""
    if len(word) == 1 and not word.isdecimal():
        return [f"^{word}"]
    size = 4 if word.isdecimal() else 2
    return [word[n : n + size] for n in range(len(word) - size + 1)]


def by_text(members: QuerySet[JobSeeker], word: str) -> QuerySet[JobSeeker]:
    """For a database without the index: look at everybody."""
    if word.isdecimal():
        number = Replace("member_number", Value("-"), Value(""))
        phone = Concat(Value("0"), Substr("phone", 4))
        return members.alias(digits=Concat(number, Value(" "), phone)).filter(digits__contains=word)
    if len(word) == 1:
        return members.filter(Q(family_name__istartswith=word) | Q(given_name__istartswith=word))
    return members.alias(text=Concat("family_name", "given_name")).filter(text__icontains=word)
