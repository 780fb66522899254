"""Somebody who has every table that can be taken away, and works out what is hidden in them."""

from collections import defaultdict
from fractions import Fraction

from advisors.tallies.exporting import HIDDEN, table_of

WIDTH = {"month": 1, "advisor": 3}  # columns before the numbers
SINGLE = ("office", "channel", "kind", "days")


def cells_of(by: str, first, last) -> tuple[dict, dict]:
    """What a table shows: of each month, value and thing that is counted; and its sums."""
    table, width = table_of(by, first, last), WIDTH.get(by, 2)
    cells, sums = {}, {}
    for line in table.lines:
        month, *value = line[:width]
        into = cells if month[:4].isdigit() else sums
        for what, shown in zip(table.header[width:], line[width:], strict=True):
            if shown != "":
                into[what, month, tuple(value)] = shown
    return cells, sums


class Attack:
    """Equations between what is hidden: `{unknown: coefficient}` and what they add up to; and what each may be."""

    def __init__(self) -> None:
        self.equations: list[tuple[dict, int]] = []
        self.low: dict = {}
        self.high: dict = {}

    def add(self, parts: dict, whole_key, whole) -> None:
        """That the parts make the whole, any of which may be hidden.

        What is hidden is one at least, as far as the rules say so: where all is hidden, noughts are hidden too.
        """
        coefficients, known = {}, 0
        all_hidden = all(shown == HIDDEN for shown in parts.values())
        for key, shown in parts.items():
            if shown == HIDDEN:
                coefficients[key] = 1
                self.low[key] = max(self.low.get(key, 0), 0 if all_hidden else 1)
            else:
                known += shown
        if whole == HIDDEN:
            coefficients[whole_key] = -1
            self.low.setdefault(whole_key, 0)
        else:
            known -= whole
        if coefficients:
            self.equations.append((coefficients, -known))

    def determined(self) -> set:
        """Those that can have one value only: by the equations, or by what is left for them between the bounds."""
        return self.by_algebra() | self.by_bounds()

    def by_algebra(self) -> set:
        unknowns = sorted({key for coefficients, _ in self.equations for key in coefficients}, key=str)
        rows = [[Fraction(coefficients.get(key, 0)) for key in unknowns] for coefficients, _ in self.equations]
        reduced = []
        for column in range(len(unknowns)):
            pivot = next((row for row in rows if row[column]), None)
            if pivot is None:
                continue
            rows = [row for row in rows if row is not pivot]
            pivot = [value / pivot[column] for value in pivot]
            rows, reduced = (
                [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in part]
                for part in (rows, reduced)
            )
            reduced.append(pivot)
        alone = [[n for n, value in enumerate(row) if value] for row in reduced]
        return {unknowns[places[0]] for places in alone if len(places) == 1}

    def by_bounds(self) -> set:
        low, high, changed = dict(self.low), {key: self.high.get(key, 10**6) for key in self.low}, True
        while changed:
            changed = False
            for coefficients, total in self.equations:
                for key, own in coefficients.items():
                    ends = [(c * low[k], c * high[k]) for k, c in coefficients.items() if k != key]
                    least = total - sum(max(end) for end in ends)
                    most = total - sum(min(end) for end in ends)
                    between = sorted((own * least, own * most))
                    new = max(low[key], between[0]), min(high[key], between[1])
                    changed |= new != (low[key], high[key])
                    low[key], high[key] = new
        return {key for key in low if low[key] >= high[key]}


def attack(months: list) -> Attack:
    """All tables of all ranges of these months. One that said more, or less, than another is an error here."""
    ranges = [(first, last) for first in months for last in months if first <= last]
    shown: dict = defaultdict(dict)
    for by in ("month", "advisor", *SINGLE):
        for first, last in ranges:
            cells, sums = cells_of(by, first, last)
            for key, value in cells.items():
                assert shown[by].setdefault(key, value) == value  # of neighbouring ranges each says the same
            for (what, _words, value), total in sums.items():
                of_it = [n for (w, _m, v), n in cells.items() if (w, v) == (what, value) and n != HIDDEN]
                assert total == sum(of_it)
    return equations_of(shown)


def equations_of(shown: dict) -> Attack:
    work, totals = Attack(), {(what, month): value for (what, month, _none), value in shown["month"].items()}
    for key in (key for key, value in totals.items() if value == HIDDEN):
        work.low[key], work.high[key] = 1, 4
    for by in SINGLE:
        for key, parts in grouped(by, shown[by]).items():
            assert shown[by][*key, ALL] == totals[key]
            work.add(parts, key, totals[key])
    for (what, month, office), parts in grouped("advisor", shown["advisor"], under=1).items():
        # What is counted by no office has one line of advisors only.
        has_office = (what, month, (office,)) in shown["office"]
        whole = ("office", what, month, (office,)) if has_office else (what, month)
        work.add(parts, whole, shown["office"][what, month, (office,)] if has_office else totals[what, month])
    return work


ALL = ("All together",)


def grouped(by: str, cells: dict, under: int = 0) -> dict:
    """The cells that make a whole: of what is counted and a month, and `under` the first columns of the value."""
    groups: dict = defaultdict(dict)
    for (what, month, value), cell in cells.items():
        if value[-1:] != ALL:
            groups[(what, month, *value[:under])][by, what, month, value] = cell
    return groups
