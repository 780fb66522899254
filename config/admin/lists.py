"""Lists: paging that costs the same however long one is, ordered and narrowed by what is declared to."""

import math

from django.contrib.admin import ModelAdmin
from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, get_model_from_relation
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Count, Field, Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

TABLE_LENGTH = """
    SELECT (SELECT count(id) FROM (SELECT 1 AS id FROM {table} LIMIT %s) AS beginning), reltuples
    FROM pg_class WHERE oid = %s::regclass
"""


class ServicePaginator(Paginator):
    """Counts to a thousand and no further; a whole table beyond that is as long as PostgreSQL's statistics say."""

    EXACT_UP_TO = 1_000
    ROWS_WITHIN_REACH = 10_000

    @cached_property
    def count(self) -> int:
        """Exact up to a thousand; beyond, an estimate of a whole table, or the 1,001 that say "more".

        A search that has counted its hits says so by `known_count`, which no further filter inherits.
        """
        if hasattr(self.object_list, "known_count"):
            return self.object_list.known_count
        if self.is_whole_table:
            return self.table_length()
        beginning = self.object_list.order_by()[: self.EXACT_UP_TO + 1]
        return beginning.aggregate(length=Count("pk"))["length"]

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
        rows: QuerySet = self.object_list
        query = rows.query
        is_narrowed = query.where or query.distinct or query.is_sliced or query.combinator
        return connections[rows.db].vendor == "postgresql" and not is_narrowed

    def table_length(self) -> int:
        connection = connections[self.object_list.db]
        table = connection.ops.quote_name(self.object_list.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(TABLE_LENGTH.format(table=table), [self.EXACT_UP_TO + 1, table])
            beginning, estimate = cursor.fetchone()
        return beginning if beginning <= self.EXACT_UP_TO else max(int(estimate), beginning)


class ServiceChangeList(ChangeList):
    def get_ordering_field(self, field_name):
        """Order by the declared columns only; the stock list takes any, and would sort a million rows."""
        return super().get_ordering_field(field_name) if field_name in self.sortable_by else None


def date_lookups(hierarchy: str | None) -> set[str]:
    return {f"{hierarchy}__{part}" for part in ("year", "month", "day")} if hierarchy else set()


def filter_lookups(model: type[Model], item) -> set[str]:
    """The parameters of one item of `list_filter`."""
    if hasattr(item, "parameter_name"):
        return {item.parameter_name}
    path = item if isinstance(item, str) else item[0]
    field = get_fields_from_path(model, path)[-1]
    if field.is_relation:
        return {f"{path}__{field.target_field.name}__exact", f"{path}__isnull"}
    return {path, *(f"{path}__{lookup}" for lookup in ("exact", "gte", "lt", "isnull", "isempty"))}


class VisibleRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row: it offers, and takes, only rows this person may see."""

    MOST = 200

    def field_choices(self, field: Field, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple]:
        model = get_model_from_relation(field)
        label = model_admin.label_of(model)
        return [(row.pk, label(row)) for row in model_admin.choosable(model, request)[: self.MOST]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        offered = {str(key) for key, _label in self.lookup_choices}
        if not offered.issuperset(self.lookup_val or []):
            raise IncorrectLookupParameters
        return super().queryset(request, queryset)


FieldListFilter.register(lambda field: field.remote_field, VisibleRelatedFilter, take_priority=True)
