"""A file as it was uploaded, CSV or XLSX, as rows of text. Nothing is computed: a formula is not a value."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from jobs.postings.imports.columns import COLUMNS, Column, named

# So many rows are checked and written within seconds: the page of whoever imports them waits for it.
MOST_ROWS = 2_000
MOST_BYTES, MOST_UNPACKED, MOST_COLUMNS = 10_000_000, 200_000_000, 100
ENCODINGS = ("utf-8-sig", "cp932")
FORMULA = "="
PICTURE = gettext_lazy("This is a picture. Please upload the table itself, as XLSX or as CSV.")
# What people take for a table, by how such a file begins.
NO_TABLES = {
    b"%PDF": gettext_lazy("This is a PDF. Please save the table in the program it was made with, as XLSX or as CSV."),
    b"\xd0\xcf\x11\xe0": gettext_lazy(
        "This is an Excel workbook of the old kind (XLS), or one with a password. Please save it as XLSX without one."
    ),
    b"\x89PNG": PICTURE,
    b"\xff\xd8\xff": PICTURE,
}


class Unreadable(Exception):
    """Nothing of the file can be used; the text says why."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell: where, and a sentence. Row 1 is that of the headers."""

    row: int
    column: str
    text: str


@dataclass
class Table:
    """The rows with something in them, by the codes of their columns, and the number each has in the file."""

    columns: list[Column]
    rows: list[dict[str, str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Table:
    """The table in a file; raises `Unreadable`."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 10 MB. Please divide it."))
    for beginning, sentence in NO_TABLES.items():
        if content.startswith(beginning):
            raise Unreadable(str(sentence))
    lines = iter(workbook_lines(content) if content.startswith(b"PK") else text_lines(content))
    table = Table(columns_of(next(lines, [])))
    for number, cells in enumerate(lines, 2):
        if any(cells):
            add(table, number, cells)
        if len(table.rows) > MOST_ROWS:
            raise Unreadable(
                _("The file has more than 2,000 rows. Please split it into files of up to 2,000 rows each.")
            )
    if not table.rows:
        raise Unreadable(_("The file has no rows below its headers."))
    return table


def columns_of(headers: list[str]) -> list[Column]:
    while headers and not headers[-1]:
        headers.pop()
    found, columns = [named(header) for header in headers], []
    for header, column in zip(headers, found, strict=True):
        if column is None:
            raise Unreadable(
                _("There is no column called “%(name)s”. Please use the names of the sample.") % {"name": header}
            )
        if found.count(column) > 1:
            raise Unreadable(_("The column “%(name)s” stands in the file twice.") % {"name": header})
        columns.append(column)
    for column in COLUMNS:
        if column.is_needed and column not in columns:
            raise Unreadable(_("The column “%(name)s” is missing.") % {"name": column.label})
    return columns


def add(table: Table, number: int, cells: list[str]) -> None:
    if any(cells[len(table.columns) :]):
        letter = get_column_letter(len(table.columns) + 1)
        table.problems.append(Problem(number, letter, _("There is something beyond the last column.")))
    cells = [*cells, *[""] * len(table.columns)]
    for column, text in zip(table.columns, cells, strict=False):
        if text.startswith(FORMULA):
            said = _("This is a formula. Please put its value in the cell.")
            table.problems.append(Problem(number, str(column.label), said))
        if "\0" in text:
            table.problems.append(Problem(number, str(column.label), _("There is a character that cannot be stored.")))
    table.rows.append({column.name: text.replace("\0", "") for column, text in zip(table.columns, cells, strict=False)})
    table.numbers.append(number)


def text_lines(content: bytes) -> Iterator[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable(_("The file is neither CSV in UTF-8 or Shift_JIS nor an Excel workbook (XLSX)."))
    beginning = text.partition("\n")[0]
    separator = max(",\t;", key=beginning.count)
    try:
        for line in islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_ROWS * 2):
            yield [cell.strip() for cell in line[:MOST_COLUMNS]]
    except csv.Error:
        raise Unreadable(_("The file is damaged: its rows and columns cannot be told apart.")) from None


def workbook_lines(content: bytes) -> list[list[str]]:
    """The first sheet. What a damaged or malicious file makes the library raise is of many kinds."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("The file is larger than 10 MB. Please divide it."))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False).worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS * 2, max_col=MOST_COLUMNS, values_only=True)
        lines = [[written(value) for value in row] for row in rows]
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(_("The Excel workbook cannot be read. Please save it anew as XLSX or as CSV.")) from None
    return lines


def written(value: object) -> str:
    """A cell as somebody would write it by hand."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).strip()
