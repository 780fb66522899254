"""Lists: paging that costs the same however long one is, ordered and narrowed by what is declared to."""

import math
from typing import Any

from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.db import connections
from django.db.models import Count, Model, QuerySet
from django.db.models.fields.related import RelatedField
from django.utils.functional import cached_property

from config.typed import Paginator

TABLE_LENGTH = """
    SELECT (SELECT count(id) FROM (SELECT 1 AS id FROM {table} LIMIT %s) AS beginning), reltuples
    FROM pg_class WHERE oid = %s::regclass
"""


class ServicePaginator(Paginator[Any]):
    """Counts to a thousand and no further; a whole table beyond that is as long as PostgreSQL's statistics say."""

    EXACT_UP_TO = 1_000
    ROWS_WITHIN_REACH = 10_000
    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        """Exact up to a thousand; beyond, an estimate of a whole table, or the 1,001 that say "more".

        A search that has counted its hits says so by `known_count`, which no further filter inherits.
        """
        known: int | None = vars(self.object_list).get("known_count")
        if known is not None:
            return known
        if self.is_whole_table:
            return self.table_length()
        beginning = self.object_list.order_by()[: self.EXACT_UP_TO + 1]
        length: int = beginning.aggregate(length=Count("pk"))["length"]
        return length

    @cached_property
    def num_pages(self) -> int:
        """Pages one can turn to. What lies further back is found by a search, not by turning pages."""
        rows = self.ROWS_WITHIN_REACH if self.is_estimate else self.EXACT_UP_TO
        return max(1, math.ceil(min(self.count, rows) / self.per_page))

    @property
    def is_cut(self) -> bool:
        """There are more than were counted."""
        return self.count > self.EXACT_UP_TO and not self.is_estimate

    @property
    def is_estimate(self) -> bool:
        return self.count > self.EXACT_UP_TO and self.is_whole_table

    @cached_property
    def is_whole_table(self) -> bool:
        """Nothing is filtered, and the database keeps an estimate of what is then listed."""
        rows = self.object_list
        query = rows.query
        is_narrowed = query.where or query.distinct or query.is_sliced or query.combinator
        return connections[rows.db].vendor == "postgresql" and not is_narrowed

    def table_length(self) -> int:
        connection = connections[self.object_list.db]
        table = connection.ops.quote_name(self.object_list.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(TABLE_LENGTH.format(table=table), [self.EXACT_UP_TO + 1, table])
            beginning, estimate = map(int, cursor.fetchone())
        return beginning if beginning <= self.EXACT_UP_TO else max(estimate, beginning)


class ServiceChangeList(ChangeList):
    def get_ordering_field(self, field_name: Any) -> Any:
        """Order by the declared columns only; the stock list takes any, and would sort a million rows."""
        return super().get_ordering_field(field_name) if field_name in (self.sortable_by or ()) else None


def date_lookups(hierarchy: str | None) -> set[str]:
    return {f"{hierarchy}__{part}" for part in ("year", "month", "day")} if hierarchy else set()


def filter_lookups(model: type[Model], item: Any) -> set[str]:
    """The parameters of one item of `list_filter`."""
    if hasattr(item, "parameter_name"):
        return {item.parameter_name}
    path = item if isinstance(item, str) else item[0]
    field = get_fields_from_path(model, path)[-1]
    if isinstance(field, RelatedField):
        return {f"{path}__{field.target_field.name}__exact", f"{path}__isnull"}
    return {path, *(f"{path}__{lookup}" for lookup in ("exact", "gte", "lt", "isnull", "isempty"))}
