"""Tables that leave the admin: month by month, without what would tell of few (`hiding.py`), as CSV or XLSX."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from advisors.tallies.hiding import FEW, hidden_below, hidden_in
from advisors.tallies.models import Tally
from advisors.tallies.months import months_between
from advisors.tallies.names import Names
from advisors.tallies.words import SPANS, all_of, span_of
from config.tallied import Tallied, all_tallied
from config.typed import Text

HIDDEN = "*"
ALL = "all"  # the key of a line of all of them
NOTE = _("* Hidden: fewer than five, or what would tell of those. Sums are of what is shown.")
# What a spreadsheet takes for the beginning of a formula, also as it is typed in Japanese.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = int | str
Cells = dict[Hashable, int]


@dataclass(frozen=True)
class Breakdown:
    """One way to break a month down: what it is called, which of what is counted has it, and its lines in words."""

    by: str
    label: Text
    has_it: Callable[[Tallied], bool]


BREAKDOWNS = {
    it.by: it
    for it in (
        Breakdown("month", _("Month"), lambda it: True),
        Breakdown("office", _("Office"), lambda it: it.has_office),
        Breakdown("advisor", _("Advisor"), lambda it: it.has_advisor),
        Breakdown("channel", _("Channel"), lambda it: bool(it.channels)),
        Breakdown("kind", _("Kind"), lambda it: bool(it.kinds)),
        Breakdown("days", _("Days it took"), lambda it: it.has_days),
    )
}


@dataclass(frozen=True)
class Exported:
    """A table: its header, its lines, and how its first columns are called."""

    header: list[str]
    lines: list[list[Cell]]


def table_of(by: str, first: date, last: date) -> Exported:
    """Of these months, whole ones: a line for each and each value of the breakdown, and sums of what is shown."""
    breakdown = BREAKDOWNS[by]
    counted = [it for it in all_tallied().values() if breakdown.has_it(it)]
    months = months_between(first, last)
    cells, names = cells_by(by, first, last, counted)
    lines: list[list[Cell]] = []
    shown: dict[Hashable, list[list[Cell]]] = defaultdict(list)
    for month in months:
        found = {it.what: kept_back(by, cells[it.what, month]) for it in counted}
        for key in names:
            shown[key].append([found[it.what][0].get(key, "") for it in counted])
            lines.append([f"{month:%Y-%m}", *names[key], *shown[key][-1]])
        shown[ALL].append([found[it.what][1] for it in counted])
        lines.append([f"{month:%Y-%m}", *all_of(by), *shown[ALL][-1]])
    for key, values in shown.items():
        sums = [added(column) for column in zip(*values, strict=True)]
        lines.append([gettext("Sum of what is shown"), *names.get(key, all_of(by)), *sums])
    header = [gettext("Month"), *dimensions(breakdown), *(str(it.label) for it in counted)]
    return Exported(header, lines)


def dimensions(breakdown: Breakdown) -> list[str]:
    """The headers of what a month is broken down by; an advisor stands under an office."""
    if breakdown.by == "month":
        return []
    return [gettext("Office"), gettext("Advisor")] if breakdown.by == "advisor" else [str(breakdown.label)]


def added(values: Sequence[Cell]) -> Cell:
    """What is shown in these months. Where nothing can be, nothing."""
    return sum(value for value in values if isinstance(value, int)) if any(it != "" for it in values) else ""


def kept_back(by: str, cells: Cells) -> tuple[Mapping[Hashable, Cell], Cell]:
    """What is shown of each, and of all together. Where all together are few, nothing of them is broken down."""
    total = sum(cells.values())
    hidden: set[Any] = set(cells)
    if total not in FEW:
        hidden = below_offices(cells) if by == "advisor" else hidden_in(cells)
    shown = {key: HIDDEN if key in hidden else many for key, many in cells.items()}
    return shown, HIDDEN if total in FEW else total


def below_offices(cells: Cells) -> set[Any]:
    """Advisors under their offices, which a table of its own shows."""
    pairs: dict[tuple[Hashable, Hashable], int] = {key: many for key, many in cells.items() if isinstance(key, tuple)}
    offices: dict[Hashable, int] = defaultdict(int)
    for (office, _advisor), many in pairs.items():
        offices[office] += many
    return set(hidden_below(offices, pairs))


def cells_by(
    by: str, first: date, last: date, counted: Sequence[Tallied]
) -> tuple[Mapping[tuple[str, date], Cells], dict[Hashable, list[str]]]:
    """How many of each in each month, by every value there may be, and what these are called.

    Also those of which there were none: that a line is there says nothing.
    """
    columns: list[str] = {"month": [], "advisor": ["office", "advisor"]}.get(by, [by])
    tallies = Tally.objects.between(first, last).filter(what__in=[it.what for it in counted])
    rows: QuerySet[Any, tuple[Any, ...]]
    rows = tallies.order_by().values_list("what", "month", *columns).annotate(many=Sum("amount"))
    names = names_by(by, counted)
    values = {it.what: [key for key in names if has_value(by, it, key)] for it in counted}
    cells: dict[tuple[str, date], Cells] = {
        (it.what, month): dict.fromkeys(values[it.what], 0) for it in counted for month in months_between(first, last)
    }
    for what, month, *value, many in rows:
        key = key_of(by, value)
        if by != "month":
            names.setdefault(key, [gettext("Not known")])
        cells[what, month][key] = max(0, cells[what, month].get(key, 0) + many)
    return cells, names


def key_of(by: str, value: list[Any]) -> Hashable:
    if by == "days":
        return span_of(value[0])
    key: Hashable = value[0] if len(value) == 1 else tuple(value)
    return key


def has_value(by: str, tallied: Tallied, key: Hashable) -> bool:
    known = {"channel": tallied.channels, "kind": tallied.kinds}.get(by)
    return known is None or key in known


def names_by(by: str, counted: Sequence[Tallied]) -> dict[Hashable, list[str]]:
    """Every value there may be, in the order in which people read them, with its columns in words."""
    if by in ("office", "advisor"):
        return names_of_places(by)
    names: dict[Hashable, list[str]] = {}
    labels: list[Mapping[Any, Text]] = [SPANS] if by == "days" else []
    labels += [it.channels for it in counted if by == "channel"] + [it.kinds for it in counted if by == "kind"]
    for of_one in labels:
        names |= {key: [str(label)] for key, label in of_one.items()}
    return names


def names_of_places(by: str) -> dict[Hashable, list[str]]:
    """Of all months there are, not of those that are asked for; who or what is deleted keeps a number."""
    names = Names.read()
    pairs: list[tuple[int | None, int | None]]
    pairs = list(Tally.objects.order_by().values_list("office", "advisor").distinct())
    if by == "office":
        keys = {None, *names.offices, *(office for office, _advisor in pairs)}
        return {key: [names.office(key)] for key in sorted(keys, key=lambda key: key or 0)}
    places = sorted(set(pairs), key=lambda place: (place[0] or 0, place[1] or 0))
    return {(office, advisor): [names.office(office), names.advisor(advisor)] for office, advisor in places}


# As files


def as_csv(table: Exported) -> bytes:
    """As Excel opens it as it is meant."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([no_formula(it) for it in table.header])
    writer.writerows([no_formula(it) for it in line] for line in table.lines)
    writer.writerow([no_formula(str(NOTE))])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Exported) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Figures"))
    lines: list[Sequence[Cell]] = [table.header, *table.lines, [str(NOTE)]]
    for line in lines:
        sheet.append([in_cell(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def in_cell(sheet: Any, value: Cell) -> WriteOnlyCell:
    """A number, or a text that nothing is computed of."""
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def no_formula(value: Cell) -> Cell:
    """A name that begins like a formula with an apostrophe before it, as spreadsheets mark a text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
