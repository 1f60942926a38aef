"""Pagination of lists that takes the same time on a thousand rows and on ten million."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    RowPaginator = Paginator[Model]
else:
    RowPaginator = Paginator

MAX_EXACT_COUNT = 10_000
"""Rows up to which a result is counted exactly."""
MAX_PAGES = 1_000
"""Pages that can be opened: for a later one PostgreSQL would read all rows before it; search and filters lead there."""

_ESTIMATE = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"


def estimated_rows(model: type[Model], database: str) -> int:
    """Return the planner's estimate of a table's rows; -1 if the table was never analyzed."""
    with connections[database].cursor() as cursor:
        cursor.execute(_ESTIMATE, [f'"{model._meta.db_table}"'])
        (estimate,) = cursor.fetchone()
    return int(estimate)


class EstimatingPaginator(RowPaginator):
    """Counts a small result, estimates a large table without filters, and stops counting a large filtered result.

    After `count` was read, `exact` tells whether it is the true number and `estimated` whether it is an estimate;
    if neither is true, there are more rows than `count`.
    """

    exact = True
    estimated = False

    @cached_property
    def count(self) -> int:
        """Return the number of rows that the pages divide."""
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        if not rows.query.where:
            estimate = estimated_rows(rows.model, rows.db)
            if estimate > MAX_EXACT_COUNT:
                self.exact, self.estimated = False, True
                return estimate
        counted = rows.order_by()[: MAX_EXACT_COUNT + 1].count()
        self.exact = counted <= MAX_EXACT_COUNT
        return min(counted, MAX_EXACT_COUNT)

    @cached_property
    def num_pages(self) -> int:
        """Return the number of pages that can be opened."""
        return min(MAX_PAGES, -(-max(1, self.count) // self.per_page))

    @property
    def count_text(self) -> str:
        """Return the count with thousands separators, as "about" or "more than" where it is not exact."""
        prefix = "about " if self.estimated else "" if self.exact else "more than "
        return f"{prefix}{self.count:,}"
