"""Pages of a list that cost the same on a thousand rows and on ten million."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db import connections
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    RowPaginator = Paginator[Model]
else:
    RowPaginator = Paginator

COUNTED_EXACTLY = 10_000
"""Rows that are counted one by one; more are estimated, or said to be more."""
PAGES_AT_MOST = 1_000
"""A page far down makes PostgreSQL walk over all rows before it: search and filters lead there faster."""

_ESTIMATE = "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass"


def estimated_rows(model: type[Model], database: str) -> int:
    """Return about how many rows a table holds, as PostgreSQL last counted; -1 where it never has."""
    with connections[database].cursor() as cursor:
        cursor.execute(_ESTIMATE, [f'"{model._meta.db_table}"'])
        (estimate,) = cursor.fetchone()
    return int(estimate)


class EstimatingPaginator(RowPaginator):
    """Counts small results, estimates a whole large table, and says "more than" of a large part of one.

    After `count` was asked, `exact` tells whether it is the true number, and `estimated` whether it is an estimate;
    if neither, there are more rows than `count` says.
    """

    exact = True
    estimated = False

    @cached_property
    def count(self) -> int:
        """Return how many rows the pages are cut from."""
        rows = self.object_list
        assert isinstance(rows, QuerySet)
        if not rows.query.where:
            estimate = estimated_rows(rows.model, rows.db)
            if estimate > COUNTED_EXACTLY:
                self.exact, self.estimated = False, True
                return estimate
        counted = rows.order_by()[: COUNTED_EXACTLY + 1].count()
        self.exact = counted <= COUNTED_EXACTLY
        return min(counted, COUNTED_EXACTLY)

    @cached_property
    def num_pages(self) -> int:
        """Return how many pages can be turned to."""
        return min(PAGES_AT_MOST, -(-max(1, self.count) // self.per_page))

    @property
    def count_in_words(self) -> str:
        """Return the count as a person says it."""
        about = "about " if self.estimated else "" if self.exact else "more than "
        return f"{about}{self.count:,}"
