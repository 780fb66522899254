"""A file of companies and postings: looked through first, and written only as a whole, when nothing in it is wrong."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from import_export import exceptions
from import_export.results import Result
from tablib import Dataset

from accounts.models import User
from jobs.postings.imports.columns import COMPANY_KEY, KEY, OF_COMPANY, OF_POSTING, Column
from jobs.postings.imports.reading import Problem, Table, read
from jobs.postings.imports.resources import CHANGED, NEW, SKIPPED, CompanyResource, PostingResource, TableResource
from jobs.postings.models import Company, JobPosting, UploadedPostings
from jobs.postings.refusals import ImportedAlready

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """A posting that is new, or of which some facts differ from what is stored."""

    row: int
    posting: JobPosting
    is_new: bool
    facts: list[str]


@dataclass
class Told:
    """What the rows of a file say of one company: where it stands first, and the row that each word is from."""

    row: int
    says: dict[str, str]
    rows: dict[str, int] = field(default_factory=dict)

    def hear(self, number: int, row: dict[str, str]) -> list[Problem]:
        """Add what one more row says; where two differ, the first holds."""
        problems = []
        for it in OF_COMPANY:
            said = row.get(it.name)
            if said and not self.says[it.name]:
                self.says[it.name], self.rows[it.attribute] = said, number
            elif said and said != self.says[it.name]:
                other = {"row": self.rows[it.attribute], "text": self.says[it.name]}
                text = _("Row %(row)d says “%(text)s” of the same company.") % other
                problems.append(Problem(number, str(it.label), text))
        return problems

    def row_of(self, name: str) -> int:
        return self.rows.get(name, self.row)


@dataclass
class Outcome:
    """What a file says, beside what is stored."""

    companies: Counter[str] = field(default_factory=Counter)
    postings: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    closed: int = 0


def upload(content: bytes, *, by: User, now: datetime) -> UploadedPostings:
    """Keep a file until somebody has read what it would do, for a day at most."""
    return UploadedPostings.objects.create(content=content, uploaded_by=by, uploaded_at=now)


def forget_uploads(*, now: datetime) -> None:
    """What nobody came back to within a day."""
    UploadedPostings.objects.filter(uploaded_at__lt=now - KEPT_FOR).delete()


def look_through(content: bytes) -> Outcome:
    """What importing it would do; nothing is written. Raises `Unreadable`."""
    return gone_through(read(content), is_trial=True)


@transaction.atomic
def import_upload(upload_id: int, *, by: User) -> Outcome:
    """Write all of it, or nothing if something in it is wrong. Raises `ImportedAlready` the second time."""
    one_after_another()
    found = UploadedPostings.objects.visible_to(by).filter(pk=upload_id).first()
    if found is None:
        raise ImportedAlready
    table = read(bytes(found.content))
    outcome = written(table)
    if not outcome.problems:
        found.delete()
    return outcome


def written(table: Table, *, tries: int = 3) -> Outcome:
    """All of it, if nothing in it is wrong. What somebody adds or deletes by hand meanwhile is seen when it is gone
    through once more.
    """
    hold_postings(table)
    outcome = gone_through(table, is_trial=True)
    if outcome.problems:
        return outcome
    try:
        with transaction.atomic():
            return gone_through(table, is_trial=False)
    except exceptions.ImportError as refusal:
        if tries == 1 or not isinstance(refusal.error, IntegrityError):
            raise
    return written(table, tries=tries - 1)


def one_after_another() -> None:
    """Wait for whoever imports now: their file may name the same companies and postings. All lock all uploads."""
    list(UploadedPostings.objects.select_for_update().order_by("pk").values_list("pk"))


def hold_postings(table: Table) -> None:
    """None of them closes, or is filled, between being looked at and being written."""
    named = JobPosting.objects.filter(external_id__in=[row[KEY.name] for row in table.rows])
    list(named.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def gone_through(table: Table, *, is_trial: bool) -> Outcome:
    outcome = Outcome(problems=[*table.problems, *repeated(table)])
    companies = go_through_companies(table, outcome, is_trial=is_trial)
    resource = PostingResource(companies)
    result = taken(resource, OF_POSTING, table.rows, is_trial=is_trial)
    note(outcome, outcome.postings, resource, result, [always(number) for number in table.numbers])
    for number, row in zip(table.numbers, result.rows, strict=True):
        if row.import_type in (NEW, CHANGED):
            facts = [str(LABELS[name]) for name in row.instance.changed]
            outcome.changes.append(Change(number, row.instance, row.import_type == NEW, facts))
        elif row.import_type == SKIPPED and row.instance.status == JobPosting.Status.CLOSED:
            outcome.closed += 1
    outcome.problems = first_of_each_cell(outcome.problems)
    return outcome


def always(number: int) -> Callable[[str], int]:
    return lambda _name: number


def first_of_each_cell(problems: list[Problem]) -> list[Problem]:
    """In the order of the rows; one sentence is enough for a cell."""
    first: dict[tuple[int, str], Problem] = {}
    for problem in problems:
        first.setdefault((problem.row, problem.column), problem)
    return sorted(first.values(), key=lambda problem: problem.row)


# What a fact of a posting is called.
LABELS = {it.attribute: it.label for it in OF_POSTING} | {"company": Company._meta.verbose_name}


def taken(resource: TableResource, columns: list[Column], rows: list[dict[str, str]], *, is_trial: bool) -> Result:
    """The rows as the resource takes them; only those columns that the file has."""
    names = [it.name for it in columns if rows and it.name in rows[0]]
    if isinstance(resource, PostingResource):
        names.append(COMPANY_KEY)
    data = Dataset(*[[row[name] for name in names] for row in rows], headers=names)
    return resource.import_data(data, dry_run=is_trial, raise_errors=not is_trial, use_transactions=False)


def note(
    outcome: Outcome,
    count: Counter[str],
    resource: TableResource,
    result: Result,
    rows_of: list[Callable[[str], int]],
) -> None:
    """How many rows are what, and what is wrong in which cell; `rows_of` finds the row of the file for a column."""
    count.update(row.import_type for row in result.rows)
    columns = {it.attribute: it.label for it in (OF_COMPANY if isinstance(resource, CompanyResource) else OF_POSTING)}
    columns["company"] = OF_COMPANY[0].label
    for invalid in result.invalid_rows:
        for name, sentences in invalid.error.message_dict.items():
            row, column = rows_of[invalid.number - 1](name), str(columns.get(name, ""))
            outcome.problems += [Problem(row, column, sentence) for sentence in sentences]
    for failed in result.error_rows:
        outcome.problems.append(Problem(rows_of[failed.number - 1](""), "", _("This row cannot be read.")))


def go_through_companies(table: Table, outcome: Outcome, *, is_trial: bool) -> dict[str, Company]:
    """The companies that the rows name, by their number. What several rows say of one must be the same."""
    first: dict[str, Told] = {}
    names = [it.name for it in OF_COMPANY if it.name in table.rows[0]]
    for number, row in zip(table.numbers, table.rows, strict=True):
        if row[COMPANY_KEY]:
            told = first.setdefault(row[COMPANY_KEY], Told(number, dict.fromkeys(names, "")))
            outcome.problems += told.hear(number, row)
    resource = CompanyResource()
    result = taken(resource, OF_COMPANY, [told.says for told in first.values()], is_trial=is_trial)
    note(outcome, outcome.companies, resource, result, [told.row_of for told in first.values()])
    return {row.instance.external_id: row.instance for row in result.rows if row.instance} | broken(first, result)


def broken(first: dict[str, Told], result: Result) -> dict[str, Company]:
    """Stand-ins for those that are wrong: it is said once, at the company, and not again for each posting."""
    keys = list(first)
    return {keys[invalid.number - 1]: Company() for invalid in result.invalid_rows}


def repeated(table: Table) -> list[Problem]:
    """A posting that stands in the file twice."""
    seen: dict[str, int] = {}
    problems = []
    for number, row in zip(table.numbers, table.rows, strict=True):
        key = row[KEY.name]
        if key and key in seen:
            text = _("This posting stands in row %(number)s already.") % {"number": seen[key]}
            problems.append(Problem(number, str(KEY.label), text))
        seen.setdefault(key, number)
    return problems
