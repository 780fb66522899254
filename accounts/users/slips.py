"""How people slip as they type: a character wrong, left out, too many, or two the wrong way round.

And the domains that most mail addresses in Japan end with, so that a slip in one of them can be asked about.
"""

from collections.abc import Iterator
from os.path import commonprefix

DOMAINS = [
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "vodafone.ne.jp",
    "disney.ne.jp",
    "ymobile.ne.jp",
    "y-mobile.ne.jp",
    "willcom.com",
    "wcm.ne.jp",
    "uqmobile.jp",
    "rakuten.jp",
    "gmail.com",
    "googlemail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "yahoo.co.jp",
    "yahoo.ne.jp",
    "ymail.ne.jp",
    "yahoo.com",
    "ymail.com",
    "outlook.jp",
    "outlook.com",
    "hotmail.co.jp",
    "hotmail.com",
    "live.jp",
    "live.com",
    "msn.com",
    "mail.com",
    "aol.com",
    "gmx.com",
    "proton.me",
    "protonmail.com",
    "pm.me",
    "nifty.com",
    "biglobe.ne.jp",
    "so-net.ne.jp",
    "ocn.ne.jp",
    "plala.or.jp",
    "ybb.ne.jp",
    "excite.co.jp",
    "goo.jp",
]
LONG_ENOUGH = 8  # shorter names are near to one another by nature


def slips_between(one: str, other: str, *, at_most: int) -> int:
    """How many slips lie between two texts; more than `at_most` are not counted further."""
    if abs(len(one) - len(other)) > at_most:
        return at_most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, a in enumerate(one, 1):
        now = [row]
        for column, b in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (a != b))
            if row > 1 and column > 1 and (a, one[row - 2]) == (other[column - 2], b):
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return min(last[-1], at_most + 1)


def exchanged(text: str) -> Iterator[str]:
    """The text with two neighbours the wrong way round."""
    for n in range(len(text) - 1):
        yield text[:n] + text[n + 1] + text[n] + text[n + 2 :]


def mistaken(text: str, letters: str) -> Iterator[str]:
    """The text with one character wrong."""
    for n in range(len(text)):
        yield from (text[:n] + letter + text[n + 1 :] for letter in letters)


def one_slip_off(text: str, letters: str) -> Iterator[str]:
    """Every text that one slip turns into this one."""
    yield from exchanged(text)
    yield from mistaken(text, letters)
    for n in range(len(text) + 1):
        yield text[:n] + text[n + 1 :]
        yield from (text[:n] + letter + text[n:] for letter in letters)


def domains_near(domain: str) -> list[str]:
    """The well-known domains that this one was perhaps meant to be, the nearest first; none if it is one."""
    if domain in DOMAINS:
        return []
    most = 2 if len(domain) >= LONG_ENOUGH else 1
    slips = {known: slips_between(domain, known, at_most=most) for known in DOMAINS}
    return sorted((known for known in DOMAINS if slips[known] <= most), key=slips.__getitem__)


Pieces = list[tuple[str, bool]]


def differences(one: str, other: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, each with whether the other has something else there: what stands between the same
    beginning and the same end. An address is compared before and after its @.
    """
    if "@" in one and "@" in other:
        (one, _, one_domain), (other, _, other_domain) = one.partition("@"), other.partition("@")
        (name, other_name), (domain, its_domain) = differences(one, other), differences(one_domain, other_domain)
        return [*name, ("@", False), *domain], [*other_name, ("@", False), *its_domain]
    start = len(commonprefix([one, other]))
    end = len(commonprefix([one[start:][::-1], other[start:][::-1]]))
    return in_pieces(one, start, len(one) - end), in_pieces(other, start, len(other) - end)


def in_pieces(text: str, start: int, end: int) -> Pieces:
    pieces = [(text[:start], False), (text[start:end], True), (text[end:], False)]
    return [piece for piece in pieces if piece[0]]
