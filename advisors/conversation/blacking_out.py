"""Words are taken out of a text because they name another person."""

import re

from django.db import transaction
from django.db.models import Model, QuerySet

BLACK = "■"


@transaction.atomic
def black_out(rows: QuerySet[Model], key: int, words: re.Pattern[str], *, column: str = "text") -> bool:
    """Put black in the place of these words, wherever they stand in that column of that row; False if nowhere."""
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        return False
    text: str = getattr(row, column)
    blackened, times = words.subn(lambda found: BLACK * len(found[0]), text)
    if times:
        setattr(row, column, blackened)
        row.save(update_fields=[column])
    return times > 0
