"""Paging that costs the same however long a list is."""

import math

from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Count, QuerySet
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
