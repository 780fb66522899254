"""A file of postings: what is read in it, what is refused and where, and that it is written as a whole or not."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from jobs.models import Company, JobPosting, UploadedPostings
from jobs.postings.imports import importing as actions
from jobs.postings.imports.columns import COLUMNS
from jobs.postings.imports.reading import Unreadable
from jobs.postings.imports.sample import sample
from jobs.tasks import forget_uploads
from tests.conftest import NOW
from tests.costs import counted
from tests.reading import unmarked

pytestmark = pytest.mark.django_db

IMPORT = "/admin/jobs/jobposting/import/"
ROW = {
    "external_id": "J-1",
    "company_external_id": "C-1",
    "company_name": "株式会社見本商事",
    "industry": "it",
    "company_prefecture": "東京都",
    "title": "営業事務",
    "description": "電話の応対をお願いします。",
    "category": "事務",
    "prefecture": "東京都",
    "employment_type": "正社員",
}


def lines(*rows: dict) -> list[list]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def as_csv(*rows: dict, encoding: str = "utf-8", separator: str = ",") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(lines(*rows))
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: dict) -> bytes:
    book, packed = Workbook(), io.BytesIO()
    for line in lines(*rows):
        book.active.append(line)
    book.save(packed)
    return packed.getvalue()


def done(content: bytes, by) -> actions.Outcome:
    return actions.import_upload(actions.upload(content, by=by, now=NOW).pk, by=by)


def said(content: bytes) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.text) for problem in actions.look_through(content).problems]


# What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_however_it_was_saved(desk, encoding, separator):
    done(as_csv(ROW, encoding=encoding, separator=separator), desk)
    posting = JobPosting.objects.select_related("company").get()
    assert (posting.title, posting.category, posting.prefecture, posting.employment_type) == (
        "営業事務",
        "office",
        "13",
        "permanent",
    )
    assert (posting.status, posting.headcount, posting.company.name) == ("draft", 1, "株式会社見本商事")


def test_workbook_is_read_with_its_own_kinds_of_cells(desk):
    cells = {"pay_min": 210000.0, "weekends_off": True, "closes_on": datetime(2027, 3, 31), "prefecture": 1}
    done(as_xlsx({**ROW, **cells}), desk)
    posting = JobPosting.objects.get()
    assert (posting.pay_min, posting.weekends_off, posting.closes_on, posting.prefecture) == (
        210_000,
        True,
        date(2027, 3, 31),
        "01",
    )


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("pay_min", "２１０，０００円", 210_000),
        ("pay_min", "21万円", 210_000),
        ("pay_min", "21.5万", 215_000),
        ("pay_min", "", None),
        ("weekends_off", "○", True),
        ("weekends_off", "はい", True),
        ("weekends_off", "ＹＥＳ", True),
        ("weekends_off", "×", False),
        ("weekends_off", "0", False),
        ("weekends_off", "", None),
        ("closes_on", "2027/3/31", date(2027, 3, 31)),
        ("closes_on", "２０２７年３月３１日", date(2027, 3, 31)),
        ("closes_on", "", None),
        ("remote", "一部在宅勤務", "partly"),
        ("remote", "Some days from home", "partly"),
        ("remote", "PARTLY", "partly"),
        ("remote", "", ""),
        ("employment_type", "契約社員", "contract"),
        ("headcount", "", 1),
    ],
)
def test_cell_is_read_as_it_is_meant(desk, name, text, value):
    done(as_csv({**ROW, name: text}), desk)
    assert getattr(JobPosting.objects.get(), name) == value


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sample_imports_with_headers_in_either_language(desk, language):
    with override(language):
        content = sample()
    outcome = done(content, desk)
    assert outcome.problems == []
    assert list(JobPosting.objects.order_by("external_id").values_list("pay_max", "no_experience_needed")) == [
        (240_000, None),
        (None, True),
    ]
    assert Company.objects.count() == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_columns_share_a_name(language):
    names = [name for column in COLUMNS for name in column.headers]
    assert len(names) == len(set(names))


# Repeating it


def test_second_run_changes_nothing(desk):
    content = as_csv(ROW, {**ROW, "external_id": "J-2"})
    done(content, desk)
    before = list(JobPosting.objects.values())
    outcome = done(content, desk)
    assert (outcome.postings, outcome.companies, outcome.changes) == ({"skip": 2}, {"skip": 1}, [])
    assert list(JobPosting.objects.values()) == before


def test_later_file_brings_up_to_date_and_leaves_the_status(desk):
    done(as_csv({**ROW, "pay_min": "200000", "training": "はい"}), desk)
    posting = JobPosting.objects.get()
    posting.move("open", at=NOW)
    outcome = done(as_csv({**ROW, "pay_min": "220000", "training": ""}), desk)
    posting.refresh_from_db()
    assert (posting.pay_min, posting.training, posting.status) == (220_000, None, "open")
    assert [sorted(change.facts) for change in outcome.changes] == [["monthly pay from (yen)", "training"]]


def test_column_that_is_missing_leaves_what_is_stored(desk):
    done(as_csv({**ROW, "pay_min": "200000"}), desk)
    done(as_csv({**ROW, "title": "一般事務"}), desk)
    posting = JobPosting.objects.get()
    assert (posting.title, posting.pay_min) == ("一般事務", 200_000)


def test_closed_posting_stays_as_it_was(desk):
    done(as_csv(ROW), desk)
    JobPosting.objects.get().move("closed", at=NOW, closing="desk")
    outcome = done(as_csv({**ROW, "title": "一般事務"}), desk)
    assert (outcome.closed, JobPosting.objects.get().title) == (1, "営業事務")


def test_company_is_named_once_and_known_later(desk):
    short = {name: text for name, text in ROW.items() if name not in ("company_name", "industry", "company_prefecture")}
    done(as_csv(ROW, {**short, "external_id": "J-2"}), desk)
    done(as_csv({**short, "external_id": "J-3"}), desk)
    assert set(JobPosting.objects.values_list("company__name", flat=True)) == {"株式会社見本商事"}


# What is refused


@pytest.mark.parametrize(
    ("more", "column", "sentence"),
    [
        ({"pay_min": "高め"}, "monthly pay from (yen)", "“高め” is not a whole number."),
        (
            {"pay_min": "200000", "pay_max": "199999"},
            "monthly pay up to (yen)",
            "This is less than the pay it begins with.",
        ),
        (
            {"weekends_off": "たぶん"},
            "weekends off",
            "“たぶん” is neither yes nor no. Write はい or いいえ, or leave it empty.",
        ),
        ({"closes_on": "いつか"}, "closes", "“いつか” is not a date. It looks like 2026-04-05."),
        ({"prefecture": "99"}, "prefecture", "“99” is not one of the choices."),
        ({"title": "=1+1"}, "title", "This is a formula. Please put its value in the cell."),
        ({"title": ""}, "title", "This field cannot be blank."),
        ({"title": "長" * 101}, "title", "Ensure this value has at most 100 characters (it has 101)."),
        ({"external_id": ""}, "posting id", "Enter the number of the posting."),
        ({"company_name": ""}, "company name", "This field cannot be blank."),
        ({"company_external_id": ""}, "company id", "Enter the number of the company."),
        ({"website": "javascript:alert(1)"}, "website", "Enter a valid URL."),
        ({"headcount": "0"}, "people wanted", "At least one person is wanted."),
        ({"pay_min": "999999999999"}, "monthly pay from (yen)", "“999999999999” is not a whole number."),
    ],
)
def test_what_is_wrong_is_said_by_row_and_column_and_nothing_is_written(desk, more, column, sentence):
    good, bad = {**ROW, "company_external_id": "C-2"}, {**ROW, "external_id": "J-2", **more}
    content = as_csv({**good, **dict.fromkeys(set(more) - set(ROW), "")}, bad)
    assert (3, column, sentence) in said(content)
    assert done(content, desk).problems
    assert (JobPosting.objects.count(), Company.objects.count()) == (0, 0)
    assert done(as_csv(good), desk).problems == []


def test_file_wants_no_fewer_people_than_were_hired(desk):
    done(as_csv({**ROW, "headcount": "3"}), desk)
    JobPosting.objects.update(filled=2)
    fewer = as_csv({**ROW, "headcount": "1"})
    assert said(fewer) == [(2, "people wanted", "More people than this have accepted an offer already.")]


def test_posting_that_stands_twice_is_refused():
    assert said(as_csv(ROW, ROW)) == [(3, "posting id", "This posting stands in row 2 already.")]


def test_rows_that_contradict_one_another_about_a_company_are_refused():
    other = {**ROW, "external_id": "J-2", "company_name": "株式会社例示"}
    sentence = "Row 2 says “株式会社見本商事” of the same company."
    assert said(as_csv(ROW, other)) == [(3, "company name", sentence)]


def test_what_is_wrong_of_a_company_is_said_of_the_row_that_says_it():
    short, wrong = {**ROW, "website": ""}, {**ROW, "external_id": "J-2", "website": "javascript:alert(1)"}
    assert said(as_csv(short, wrong)) == [(3, "website", "Enter a valid URL.")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "This is a PDF."),
        (b"%PDF-1.4\nplain,text", "This is a PDF."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an Excel workbook of the old kind"),
        (b"\x89PNG\r\n\x1a\n", "This is a picture."),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "This is a picture."),
    ],
)
def test_file_that_is_no_table_is_refused_as_what_it_is(desk_client, content, words):
    assert words in sent(desk_client, content).content.decode()


def test_file_nobody_came_back_to_goes_after_a_day(desk, worker, clock):
    kept = [actions.upload(as_csv(ROW), by=desk, now=NOW - timedelta(hours=hours)).pk for hours in (23, 25)]
    forget_uploads()
    assert list(UploadedPostings.objects.values_list("pk", flat=True)) == kept[:1]


def test_formula_in_a_workbook_is_refused():
    assert said(as_xlsx({**ROW, "pay_min": "=100*2000"})) == [
        (2, "monthly pay from (yen)", "This is a formula. Please put its value in the cell.")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        b"PK\x03\x04 no workbook",
        b"\xff\xfe\xfd",
        as_csv({"weather": "fine"}),
        as_csv({**ROW, "status": "open"}),
        as_csv({name: text for name, text in ROW.items() if name != "title"}),
        as_csv({**ROW, "会社名": "株式会社見本"}),
        as_csv(ROW).splitlines()[0],
    ],
)
def test_file_that_cannot_be_used_is_refused_in_one_sentence(content):
    with pytest.raises(Unreadable):
        actions.look_through(content)


def test_file_that_is_too_long_is_refused_beside_the_field(desk_client):
    rows = [{**ROW, "external_id": f"J-{n}"} for n in range(2001)]
    assert "up to 2,000 rows: split a longer one." in desk_client.get(IMPORT).content.decode()
    assert sent(desk_client, as_csv(*rows[:2000])).status_code == 302
    for content in (as_csv(*rows), as_xlsx(*rows)):
        assert "Please split it into files of up to 2,000 rows each." in sent(desk_client, content).content.decode()


def test_checking_and_importing_cost_the_same_for_one_and_for_twenty(desk):
    costs = []
    for amount in (1, 20):
        rows = [{**ROW, "external_id": f"{amount}-{n}", "company_external_id": f"{amount}-{n}"} for n in range(amount)]
        with counted() as sent:
            done(as_csv(*rows), desk)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_checking_writes_nothing(desk):
    done(as_csv(ROW), desk)
    with counted() as statements:
        actions.look_through(as_csv({**ROW, "title": "一般事務"}, {**ROW, "external_id": "J-2"}))
    assert {statement.split()[0] for statement in statements} <= {"SELECT", "ROLLBACK"}


# The pages


def sent(client, content: bytes):
    file = io.BytesIO(content)
    file.name = "postings.csv"
    return client.post(IMPORT, {"file": file})


def test_desk_checks_a_file_and_then_imports_it(desk_client):
    checked = sent(desk_client, as_csv(ROW)).url
    assert "営業事務" in desk_client.get(checked).content.decode()
    assert not JobPosting.objects.exists()
    answer = desk_client.post(checked, follow=True).content.decode()
    assert "The file is imported: 1 new postings as drafts, 0 changed." in answer
    assert JobPosting.objects.get().status == "draft"
    assert not UploadedPostings.objects.exists()
    again = desk_client.post(checked, follow=True).content.decode()
    assert "This file has been imported already" in again
    assert desk_client.get(checked).status_code == 404


def test_desk_reads_what_is_wrong_and_cannot_import_it(desk_client):
    checked = sent(desk_client, as_csv({**ROW, "pay_min": "高め"})).url
    for html in (desk_client.get(checked).content.decode(), desk_client.post(checked).content.decode()):
        assert "“高め” is not a whole number." in unmarked(html)
        assert "Import it" not in html
    assert not JobPosting.objects.exists()


def test_file_that_cannot_be_used_is_refused_beside_the_field(desk_client):
    html = sent(desk_client, b"PK nothing").content.decode()
    assert "The Excel workbook cannot be read." in html
    assert "Choose a file." in desk_client.post(IMPORT).content.decode()
    assert not UploadedPostings.objects.exists()


def test_only_who_keeps_postings_imports_them(desk_client, advisor_client, administrator_client):
    checked = sent(desk_client, as_csv(ROW)).url
    assert [administrator_client.get(checked).status_code, advisor_client.get(checked).status_code] == [404, 403]
    for address in (IMPORT, f"{IMPORT}sample.csv"):
        assert [each.get(address).status_code for each in (desk_client, advisor_client)] == [200, 403]
    assert administrator_client.post(checked).status_code == 302
    assert not JobPosting.objects.exists()
