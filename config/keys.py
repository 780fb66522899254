"""Keys of rows as addresses and forms name them: what no column could hold names no row."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.fields.related import RelatedField

from config.typed import AnyField, Row

LARGEST = 2**63 - 1


def is_key(field: AnyField, value: str) -> bool:
    """Whether a column could hold this value at all."""
    while isinstance(field, RelatedField):
        field = field.target_field
    try:
        field.run_validators(field.to_python(value))
    except ValidationError:
        return False
    return "\0" not in value


def row_of(rows: QuerySet[Row], key: str) -> Row | None:
    """The row that a key names, if it is one of these."""
    return rows.filter(pk=key).first() if is_key(rows.model._meta.pk, key) else None
