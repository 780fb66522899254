"""Keys of rows as addresses and forms name them: what no column could hold names no row."""

from django.core.exceptions import ValidationError
from django.db.models import Field, Model, QuerySet

LARGEST = 2**63 - 1


def is_key(field: Field, value: str) -> bool:
    """Whether a column could hold this value at all."""
    while field.is_relation:
        field = field.target_field
    try:
        field.run_validators(field.to_python(value))
    except ValidationError:
        return False
    return "\0" not in value


def row_of(rows: QuerySet, key: str) -> Model | None:
    """The row that a key names, if it is one of these."""
    return rows.filter(pk=key).first() if is_key(rows.model._meta.pk, key) else None
