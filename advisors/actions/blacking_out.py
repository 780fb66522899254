"""Somebody takes a passage out of what they wrote themselves, because it names another person."""

from django.db import transaction
from django.db.models import QuerySet

BLACK = "■"


@transaction.atomic
def black_out(rows: QuerySet, key: int, passage: str) -> bool:
    """Put black in the place of the passage, wherever it stands in the `text` of that row; False if nowhere."""
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or passage not in row.text:
        return False
    row.text = row.text.replace(passage, BLACK * len(passage))
    row.save(update_fields=["text"])
    return True
