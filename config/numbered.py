from django.db.models import Model


def numbered(row: Model) -> str:
    """What staff read of a row that must not name anybody: its kind, in their language, and its number."""
    return f"{row._meta.verbose_name} {row.pk}"
