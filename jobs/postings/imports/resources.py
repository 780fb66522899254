"""How rows of a file become companies and postings: each found again by the number it has in the file."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import Widget
from tablib import Dataset

from config.typed import Text
from jobs.postings.contradictions import contradictions
from jobs.postings.imports.cells import Cells
from jobs.postings.imports.columns import COMPANY_KEY, KEY, OF_COMPANY, OF_POSTING, Column
from jobs.postings.models import Company, JobPosting

BATCH = 500


Errors = dict[str, ValidationError]  # by the attribute of the row that is wrong


def fields_of(columns: Iterable[Column]) -> dict[str, Field]:
    return {it.attribute: Field(it.attribute, it.name, widget=it.widget) for it in columns}


class TableResource(ModelResource):
    """Writes what differs, in batches, and notes for each row what that is."""

    class Meta:
        abstract = True
        import_id_fields = ["external_id"]
        instance_loader_class = CachedInstanceLoader
        use_bulk = True
        batch_size = BATCH
        skip_diff = True
        report_skipped = True
        store_instance = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.touched: set[str] = set()

    def after_init_instance(self, instance: Any, new: bool, row: Cells, **kwargs: Any) -> None:
        instance.before = {} if new else {name: self.value(instance, name) for name in self.fields}

    def value(self, instance: Any, name: str) -> object:
        return getattr(instance, instance._meta.get_field(name).attname)

    def skip_row(
        self, instance: Any, original: Any, row: Cells, import_validation_errors: Errors | None = None
    ) -> bool:
        """Whether nothing differs from what is stored."""
        instance.changed = [name for name, old in instance.before.items() if self.value(instance, name) != old]
        self.touched |= set(instance.changed)
        return bool(instance.before) and not instance.changed and not import_validation_errors

    def validate_instance(
        self, instance: Any, import_validation_errors: Errors | None = None, validate_unique: bool = True
    ) -> None:
        """As the model's own form would; whether a number is taken was seen when the row was looked up."""
        errors: dict[str, Any] = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude=[*errors, "company"])
        except ValidationError as refusal:
            errors |= refusal.error_dict
        for name, text in self.contradictions(instance).items():
            errors.setdefault(name, ValidationError(text))
        if errors:
            raise ValidationError(errors)

    def contradictions(self, instance: Any) -> dict[str, Text]:
        return {}

    def get_bulk_update_fields(self) -> list[str]:
        return sorted(self.touched)

    def bulk_create(self, using_transactions: bool, dry_run: bool, *args: Any, **kwargs: Any) -> None:
        """On a trial nothing is written; the library would write, and take it back."""
        if dry_run:
            self.create_instances.clear()
        super().bulk_create(using_transactions, dry_run, *args, **kwargs)

    def bulk_update(self, using_transactions: bool, dry_run: bool, *args: Any, **kwargs: Any) -> None:
        if dry_run:
            self.update_instances.clear()
        super().bulk_update(using_transactions, dry_run, *args, **kwargs)

    def after_import(self, dataset: Dataset, result: Result, **kwargs: Any) -> None:
        """Nothing: ids are given by the database."""


class CompanyResource(TableResource):
    locals().update(fields_of(OF_COMPANY))

    class Meta(TableResource.Meta):
        abstract = False
        model = Company
        fields = [it.attribute for it in OF_COMPANY]

    def import_field(self, field: Field, instance: Company, row: Cells, is_m2m: bool = False, **kwargs: Any) -> None:
        """An empty cell leaves what is known of a company: a file of postings need not repeat it in each row."""
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m, **kwargs)


class CompanyCell(Widget):
    """The company of that number, which stands in the same file or is known."""

    known: dict[str, Company] = {}

    def clean(self, value: str, row: Cells | None = None, **kwargs: Any) -> Company:
        company = self.known.get(value)
        if company is None:
            raise ValueError(_("Enter the number of the company.") if not value else _("This company is not known."))
        return company


class PostingResource(TableResource):
    locals().update(fields_of(OF_POSTING))
    company = Field("company", COMPANY_KEY, widget=CompanyCell())

    class Meta(TableResource.Meta):
        abstract = False
        model = JobPosting
        fields = [*(it.attribute for it in OF_POSTING), "company"]

    def __init__(self, companies: dict[str, Company]) -> None:
        super().__init__()
        self.fields["company"].widget.known = companies

    def skip_row(
        self, instance: Any, original: Any, row: Cells, import_validation_errors: Errors | None = None
    ) -> bool:
        """A closed posting stays as it was when it closed."""
        is_unchanged = super().skip_row(instance, original, row, import_validation_errors)
        return is_unchanged or bool(instance.status == JobPosting.Status.CLOSED)

    def contradictions(self, instance: JobPosting) -> dict[str, Text]:
        stated = {name: getattr(instance, name) for name in self.fields if name != "company"}
        return contradictions({**stated, "filled": instance.filled})

    def validate_instance(
        self, instance: JobPosting, import_validation_errors: Errors | None = None, validate_unique: bool = True
    ) -> None:
        errors = dict(import_validation_errors or {})
        if not instance.external_id:
            errors[KEY.attribute] = ValidationError(_("Enter the number of the posting."))
        super().validate_instance(instance, errors, validate_unique)


NEW, CHANGED, SKIPPED = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP
