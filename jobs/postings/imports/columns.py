"""The columns that a file of postings may have: each called by its code, or by its name in either language."""

from dataclasses import dataclass

from django.db.models import BooleanField, DateField, IntegerField, Model
from django.utils.translation import gettext_lazy as _
from import_export.widgets import Widget

from config.typed import AnyField, Text
from jobs.postings.imports.cells import ChoiceCell, DateCell, KeyCell, NumberCell, TextCell, YesNoCell, folded, said
from jobs.postings.models import Company, JobPosting


@dataclass(frozen=True)
class Column:
    """`name` is its code in the file, `attribute` the field of the row that it fills."""

    name: str
    attribute: str
    label: Text
    widget: Widget
    is_needed: bool = False

    @property
    def headers(self) -> set[str]:
        return {folded(self.name), *said(self.label)}


def widget_of(field: AnyField) -> Widget:
    if field.choices:
        return ChoiceCell(field.flatchoices)
    if isinstance(field, BooleanField):
        return YesNoCell()
    if isinstance(field, IntegerField):
        return NumberCell(empty=None if field.null else field.get_default())
    return DateCell() if isinstance(field, DateField) else TextCell()


def column(
    model: type[Model], attribute: str, name: str = "", label: Text = "", is_needed: bool | None = None
) -> Column:
    field = {it.name: it for it in model._meta.fields}[attribute]
    needed = not field.blank and not field.has_default() if is_needed is None else is_needed
    widget = KeyCell() if attribute == "external_id" else widget_of(field)
    return Column(name or attribute, attribute, label or field.verbose_name, widget, needed)


COMPANY_KEY = "company_external_id"
OF_COMPANY = [
    column(Company, "external_id", COMPANY_KEY, _("company id"), is_needed=True),
    column(Company, "name", "company_name", _("company name"), is_needed=False),
    column(Company, "industry", is_needed=False),
    column(Company, "prefecture", "company_prefecture", _("prefecture of the company"), is_needed=False),
    column(Company, "city", "company_city", _("city of the company")),
    column(Company, "headcount", "company_headcount"),
    column(Company, "website"),
    column(Company, "about"),
]
FACTS = [
    "title",
    "description",
    "category",
    "prefecture",
    "city",
    "employment_type",
    "pay_min",
    "pay_max",
    "fixed_overtime_hours",
    "weekends_off",
    "days_off",
    "overtime_hours",
    "night_work",
    "remote",
    "no_experience_needed",
    "education",
    "training",
    "dormitory",
    "car_commuting",
    "headcount",
    "opens_on",
    "closes_on",
]
KEY = column(JobPosting, "external_id", label=_("posting id"), is_needed=True)
OF_POSTING = [KEY, *(column(JobPosting, name) for name in FACTS)]
COLUMNS = [KEY, *OF_COMPANY, *OF_POSTING[1:]]


def named(header: str) -> Column | None:
    """The column that a header names."""
    return next((it for it in COLUMNS if folded(header) in it.headers), None)
