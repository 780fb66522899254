"""Which figures are kept back when a table leaves the admin: 1 to 4, and what would tell one of those.

All is decided for one month and one thing that is counted, whatever else is asked for, and every table is made of what
is left: a sum over months is a sum of what is shown in them. So whoever subtracts one table from another, or one range
of months from a neighbouring one, learns nothing that is not in the months themselves.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

FEW = range(1, 5)
ENOUGH = 5

Key = TypeVar("Key", bound=Hashable)


def hidden_in(cells: Mapping[Key, int]) -> set[Key]:
    """Which cells are hidden where the sum of all is shown.

    Beside the few, the smallest others until what is hidden adds up to enough, in two cells at least, and could be
    something else than one in each. Where nothing but noughts would be left, all of it.
    """
    hidden = {key for key, many in cells.items() if many in FEW}
    if not hidden:
        return set()
    larger = sorted((key for key, many in cells.items() if many >= ENOUGH), key=lambda key: (cells[key], str(key)))
    while larger and not covers([cells[key] for key in hidden]):
        hidden.add(larger.pop(0))
    return hidden if larger else set(cells)


def covers(amounts: Iterable[int]) -> bool:
    """Whether amounts of which only the sum is known tell of none of them."""
    known = list(amounts)
    return len(known) >= 2 and sum(known) >= max(ENOUGH, len(known) + 1)


def hidden_below(sums: Mapping[Key, int], cells: Mapping[tuple[Key, Hashable], int]) -> set[tuple[Key, Hashable]]:
    """Which cells are hidden under sums of which some are hidden: of such a one all, and of another as `hidden_in`."""
    hidden_sums, hidden = hidden_in(sums), set()
    for one in sums:
        below = {key: many for key, many in cells.items() if key[0] == one}
        hidden |= set(below) if one in hidden_sums else hidden_in(below)
    return hidden
