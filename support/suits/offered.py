"""Which kinds of suit are lent, and where, whoever holds them: what a member chooses from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from support.suits.models import Suit
from support.suits.sizes import SIZES, Cut

ORDER = [size for size, _label in SIZES]


@dataclass(frozen=True)
class Kind:
    office_id: int
    office: str
    cut: str
    size: str


@dataclass(frozen=True)
class OfOffice:
    """What one office has: each cut in words, with its sizes."""

    office: str
    cuts: list[tuple[str, list[str]]]


def kinds() -> list[Kind]:
    """Each once, at the offices that are open, the nearest by number of prefecture; one statement."""
    lent = Suit.objects.usable().filter(office__is_open=True).order_by("office__prefecture", "office", "cut")
    rows = lent.values_list("office", "office__name", "cut", "size").distinct()
    return [Kind(*row) for row in rows]


def by_office(offered: Iterable[Kind]) -> list[OfOffice]:
    return [
        OfOffice(office, [(str(Cut(cut).label), sizes(same)) for cut, same in groupby(of_one, lambda it: it.cut)])
        for office, of_one in groupby(offered, lambda it: it.office)
    ]


def sizes(offered: Iterable[Kind]) -> list[str]:
    """In the order in which they are sold."""
    named = dict(SIZES)
    return [str(named[size]) for size in sorted({it.size for it in offered}, key=ORDER.index)]
