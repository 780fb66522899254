"""How rows of a file become companies and postings: each found again by the number it has in the file."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult

from jobs.postings.contradictions import contradictions
from jobs.postings.imports.cells import Widget
from jobs.postings.imports.columns import COMPANY_KEY, KEY, OF_COMPANY, OF_POSTING
from jobs.postings.models import Company, JobPosting

BATCH = 500


def fields_of(columns) -> dict[str, Field]:
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

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.touched = set()

    def after_init_instance(self, instance, new, row, **kwargs):
        instance.before = {} if new else {name: self.value(instance, name) for name in self.fields}

    def value(self, instance, name: str):
        return getattr(instance, instance._meta.get_field(name).attname)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether nothing differs from what is stored."""
        instance.changed = [name for name, old in instance.before.items() if self.value(instance, name) != old]
        self.touched |= set(instance.changed)
        return bool(instance.before) and not instance.changed and not import_validation_errors

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As the model's own form would; whether a number is taken was seen when the row was looked up."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude=[*errors, "company"])
        except ValidationError as refusal:
            errors |= refusal.error_dict
        for name, text in self.contradictions(instance).items():
            errors.setdefault(name, ValidationError(text))
        if errors:
            raise ValidationError(errors)

    def contradictions(self, instance) -> dict[str, str]:
        return {}

    def get_bulk_update_fields(self):
        return sorted(self.touched)

    def bulk_create(self, using_transactions, dry_run, *args, **kwargs):
        """On a trial nothing is written; the library would write, and take it back."""
        if dry_run:
            self.create_instances.clear()
        super().bulk_create(using_transactions, dry_run, *args, **kwargs)

    def bulk_update(self, using_transactions, dry_run, *args, **kwargs):
        if dry_run:
            self.update_instances.clear()
        super().bulk_update(using_transactions, dry_run, *args, **kwargs)

    def after_import(self, dataset, result, **kwargs):
        """Nothing: ids are given by the database."""


class CompanyResource(TableResource):
    locals().update(fields_of(OF_COMPANY))

    class Meta(TableResource.Meta):
        abstract = False
        model = Company
        fields = [it.attribute for it in OF_COMPANY]

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """An empty cell leaves what is known of a company: a file of postings need not repeat it in each row."""
        if row.get(field.column_name):
            super().import_field(field, instance, row, is_m2m, **kwargs)


class CompanyCell(Widget):
    """The company of that number, which stands in the same file or is known."""

    known: dict[str, Company] = {}

    def clean(self, value, row=None, **kwargs):
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

    def __init__(self, companies: dict[str, Company]):
        super().__init__()
        self.fields["company"].widget.known = companies

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """A closed posting stays as it was when it closed."""
        is_unchanged = super().skip_row(instance, original, row, import_validation_errors)
        return is_unchanged or instance.status == JobPosting.Status.CLOSED

    def contradictions(self, instance) -> dict[str, str]:
        stated = {name: getattr(instance, name) for name in self.fields if name != "company"}
        return contradictions({**stated, "filled": instance.filled})

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        errors = dict(import_validation_errors or {})
        if not instance.external_id:
            errors[KEY.attribute] = ValidationError(_("Enter the number of the posting."))
        super().validate_instance(instance, errors, validate_unique)


NEW, CHANGED, SKIPPED = RowResult.IMPORT_TYPE_NEW, RowResult.IMPORT_TYPE_UPDATE, RowResult.IMPORT_TYPE_SKIP
