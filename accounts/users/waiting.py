"""What waits for a member: numbers beside the links of every page, read along with who is signed in.

Each is of a later app, which says how it is counted (`settings.WAITING`); so no page asks for them in a statement of
its own.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import Expression, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

Waiting = Callable[[OuterRef], QuerySet[Any]]


def waiting() -> dict[str, Expression]:
    """The columns of `User` that say so, `waiting_` and the name of each."""
    return {f"waiting_{name}": count(import_string(path)) for name, path in settings.WAITING.items()}


def count(rows: Waiting) -> Expression:
    """How many of these rows of theirs there are; staff have none."""
    counted = rows(OuterRef("job_seeker")).order_by().values("seeker").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
