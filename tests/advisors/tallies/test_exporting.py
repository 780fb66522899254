"""What leaves the admin tells of nobody: not by itself, not with its totals, not beside the table of other months."""

import csv
import io
from datetime import date
from itertools import product

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from advisors.models import CounselingBooking, Tally
from advisors.tallies.exporting import HIDDEN, as_csv, as_xlsx, kept_back, no_formula, table_of
from advisors.tallies.hiding import covers, hidden_below, hidden_in
from tests import factories
from tests.advisors.tallies.attacker import Attack, attack

MONTHS = [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)]


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ([7, 0, 12], []),
        ([5, 0, 12], []),
        ([3, 0, 12, 9], [0, 3]),  # and the smallest other
        ([3, 4, 12], [0, 1]),  # seven together, of which nobody knows how many are which
        ([1, 2, 12, 9], [0, 1, 3]),  # three together would be few again
        ([1, 1, 1, 1, 1, 9, 30], [0, 1, 2, 3, 4, 5]),  # five in five cells could only be one each
        ([1, 1, 1, 1, 1, 0], [0, 1, 2, 3, 4, 5]),  # all that there is: noughts too
        ([3, 40], [0, 1]),
    ],
)
def test_few_are_hidden_and_what_would_tell_of_them(cells, hidden):
    assert sorted(hidden_in(dict(enumerate(cells)))) == hidden


@given(st.lists(st.integers(0, 9), min_size=2, max_size=7))
def test_what_is_hidden_is_never_told_by_its_sum(cells):
    hidden = hidden_in(dict(enumerate(cells)))
    assert {n for n, many in enumerate(cells) if 1 <= many <= 4} <= hidden
    if hidden and sum(cells) > 4:
        assert covers([cells[n] for n in hidden]) or len(hidden) == len(cells)


@pytest.mark.parametrize(
    ("amounts", "is_kept"),
    [([7], False), ([2, 2], False), ([3, 2], True), ([1, 1, 1, 1, 1], False), ([2, 1, 1, 1, 1], True)],
)
def test_sum_tells_of_one_alone_of_few_and_of_as_many_as_there_are_cells(amounts, is_kept):
    assert covers(amounts) == is_kept


def test_under_a_hidden_sum_all_is_hidden():
    sums = {"east": 3, "west": 20, "north": 30}
    cells = {("east", 1): 3, ("west", 2): 20, ("north", 3): 28, ("north", 4): 2}
    assert hidden_below(sums, cells) == {("east", 1), ("west", 2), ("north", 3), ("north", 4)}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        ({("A", 1): 3, ("A", 2): 50, ("B", 1): 6, ("B", 2): 20}, {("B", 1), ("B", 2)}),
        ({("A", 1): 20, ("A", 2): 10, ("A", 3): 3}, {("A", 1)}),
    ],
    ids=["beside nobody of another office", "by the sum of all of theirs"],
)
def test_advisor_is_hidden_under_their_office(cells, shown):
    """A table of its own shows how many the office has: 53 and 50 would tell of the three."""
    kept, total = kept_back("advisor", cells)
    assert ({key for key, many in kept.items() if many != HIDDEN}, total) == (shown, sum(cells.values()))


def test_attacker_finds_what_is_hidden_alone():
    """The attack itself: a single hidden cell beside a total, and two that can only be one each."""
    alone = Attack()
    alone.add({"a": HIDDEN, "b": 7}, "all", 9)
    assert alone.determined() == {"a"}
    ones = Attack()
    ones.add({"a": HIDDEN, "b": HIDDEN, "c": 7}, "all", 9)
    assert ones.determined() == {"a", "b"}


@pytest.fixture
def places(db):
    offices = factories.OfficeFactory.create_batch(3)
    advisors = factories.AdvisorFactory.create_batch(4)
    return [
        *product([office.pk for office in offices[:2]], [it.pk for it in advisors[:3]]),
        (None, advisors[3].pk),
        (offices[2].pk, advisors[3].pk),
    ]


COUNTED = st.tuples(
    st.sampled_from(["counseled", "slot_used", "document_reviewed", "withdrawn", "referred", "registered"]),
    st.sampled_from(MONTHS),
    st.integers(0, 7),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from([0, 1, 3, 9]),
    st.integers(1, 8),
)
OF = {
    "counseled": (("office", "online", "phone"), ("",)),
    "slot_used": (("office", "online", "phone"), ("counseling", "mock_interview")),
    "document_reviewed": (("",), ("resume", "work_history")),
    "withdrawn": (("web", "phone", "line"), ("", "found_job", "other")),
    "referred": (("",), ("",)),
    "registered": (("",), ("",)),
}


def tally(what, month, place, channel, kind, days, amount, places) -> Tally:
    channels, kinds = OF[what]
    office, advisor = places[place]
    return Tally(
        what=what,
        month=month,
        office_id=office if what in ("counseled", "slot_used", "referred") else None,
        advisor_id=None if what in ("withdrawn", "registered") else advisor,
        channel=channels[channel % len(channels)],
        kind=kinds[kind % len(kinds)],
        days=days if what in ("counseled", "withdrawn") else None,
        amount=amount,
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(COUNTED, max_size=40))
def test_no_table_with_all_others_tells_what_is_hidden(rows, places):
    Tally.objects.all().delete()
    Tally.objects.bulk_create([tally(*row, places) for row in rows])
    assert attack(MONTHS).determined() == set()


def test_sums_over_months_are_of_what_is_shown(places):
    (office, advisor), *_others = places
    its = {"what": "counseled", "office_id": office, "advisor_id": advisor, "channel": "online", "days": 1}
    Tally.objects.bulk_create(
        [Tally(month=month, amount=n, **its) for month, n in zip(MONTHS, (30, 3, 12), strict=True)]
    )
    table = table_of("month", MONTHS[0], MONTHS[-1])
    column = table.header.index("First counseling")
    assert [line[column] for line in table.lines] == [30, HIDDEN, 12, 42]


def column_of(by: str, what: str, name: str) -> object:
    """What stands in the first month beside a name."""
    table = table_of(by, MONTHS[0], MONTHS[0])
    return next(line[table.header.index(what)] for line in table.lines if name in line)


def test_what_was_put_right_more_often_than_counted_is_none(places):
    Tally.objects.create(what="registered", month=MONTHS[0], amount=-1)
    assert column_of("month", "Registrations", f"{MONTHS[0]:%Y-%m}") == 0


def test_what_has_no_such_kind_has_no_number_beside_it(places):
    counseling = str(CounselingBooking.Purpose.COUNSELING.label)
    assert [column_of("kind", what, counseling) for what in ("Hours used", "Withdrawals")] == [0, ""]


# As files


def test_name_that_looks_like_a_formula_is_a_text(places):
    factories.OfficeFactory(name='=HYPERLINK("https://example.com")')
    factories.OfficeFactory(name="＠SUM(A1)")
    table = table_of("office", MONTHS[0], MONTHS[0])
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))))
    assert {'\'=HYPERLINK("https://example.com")', "'＠SUM(A1)"} <= {row[1] for row in rows if len(row) > 1}
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert '=HYPERLINK("https://example.com")' in {cell.value for cell in cells}


def test_whatever_begins_like_a_formula_gets_an_apostrophe():
    assert [no_formula(f"{it}1") for it in "=+-@\t\r\n＝＋－＠"] == [f"'{it}1" for it in "=+-@\t\r\n＝＋－＠"]
    assert [no_formula(it) for it in (-1, "a-1")] == [-1, "a-1"]


def test_file_opens_as_it_is_meant_and_says_what_is_hidden(places):
    file = as_csv(table_of("month", MONTHS[0], MONTHS[0]))
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.decode("utf-8-sig").splitlines()[-1].strip('"').startswith("* Hidden: fewer than five")


def test_both_files_say_the_same(places):
    table = table_of("advisor", MONTHS[0], MONTHS[1])
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(as_xlsx(table))).active
    in_sheet = [[str(value) for value in row if value is not None] for row in sheet.iter_rows(values_only=True)]
    assert in_sheet == [[value for value in row if value != ""] for row in rows]
