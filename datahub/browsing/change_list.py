"""The list of a table: the rows of one page, its filters, and its links to other pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db import OperationalError, connections, transaction
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from psycopg.errors import QueryCanceled

from datahub.browsing.columns import TableColumn, attach_addresses
from datahub.browsing.links import link, page_url
from datahub.browsing.list_files import FILE_KINDS
from datahub.browsing.list_sql import list_sql
from datahub.browsing.model_fields import columns as model_columns
from datahub.browsing.model_fields import has_index, label_of
from datahub.browsing.paginator import EstimatingPaginator, estimated_rows
from datahub.browsing.table_admin import TableAdmin

LIST_TIMEOUT_MS = 2_000
"""Milliseconds after which a filtered list of a large table gives up."""
MAX_ROWS_SORTED_WITHOUT_INDEX = 100_000
"""Rows up to which a list sorts by any column; a larger table sorts by indexed columns only."""
COMPARISONS = {"gt": "after ", "gte": "from ", "lt": "before ", "lte": "until "}
"""Comparisons in the addresses of charts, with the words that the page shows before the value."""


@dataclass(frozen=True)
class Choice:
    """An option of a filter."""

    label: str
    address: str
    selected: bool


@dataclass(frozen=True)
class Filter:
    """A filter with its options; the first removes the filter."""

    title: str
    choices: list[Choice]
    inputs: list[tuple[str, str, str, str]]
    """Label, type, parameter and value of the inputs of a range."""
    others: list[tuple[str, str]]
    """Parameters and values of the list's address that the form of a range keeps."""

    @property
    def selected(self) -> Choice | None:
        """Return the selected option, or several in one; None if it is the first, which selects all rows."""
        chosen = [choice for choice in self.choices[1:] if choice.selected]
        return Choice(", ".join(each.label for each in chosen), chosen[0].address, True) if chosen else None

    @property
    def clear(self) -> str:
        """Return the address of the list without this filter."""
        return self.choices[0].address


class BankChangeList(ChangeList):
    """The list of a table, cut to one page."""

    model_admin: TableAdmin  # type: ignore[assignment]  # Django's class, and what this list needs of it
    paginator: EstimatingPaginator
    sql = ""
    """The query of all rows of the list."""
    timed_out = False
    """Whether the query took longer than LIST_TIMEOUT_MS."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def _get_default_ordering(self) -> Any:
        """Return the default order of a list: the newest rows first, where rows have a time."""
        newest = self.model_admin.newest_by
        if newest is None or (self._is_large and not has_index(newest)):
            return super()._get_default_ordering()  # type: ignore[misc]  # not in the stubs
        return (f"-{newest.attname}", "-pk")

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Return the filters of the address. Raises on a NUL character, which PostgreSQL does not accept in a text."""
        lookups: dict[str, Any] = super().get_filters_params(params)
        if any("\x00" in value for values in lookups.values() for value in values):
            raise IncorrectLookupParameters("a value holds a NUL character")
        return lookups

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the rows of the page, and the rows that their columns refer to with one query per column.

        Filters that few rows pass together make PostgreSQL read the whole table; on a large one the query times out.
        """
        self.sql = list_sql(self.queryset)
        timeout = LIST_TIMEOUT_MS if self.model_admin.index_only and self.queryset.query.where else None
        try:
            with statement_timeout(self.queryset.db, timeout):
                super().get_results(request)
                rows = list(self.result_list)
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
            self.timed_out, rows = True, []
            self.queryset = self.queryset.none()
            super().get_results(request)
        self.full_result_count = self.result_count  # the list's footer shows the paginator's count
        prefetch_related_objects(rows, *self.model_admin.keys_to_prefetch(self.model_admin.list_columns))
        attach_addresses(rows, self.model_admin.list_columns)
        self.result_list = rows

    def get_ordering_field(self, field_name: Any) -> Any:
        """Return the field that a column sorts by; None if sorting by it would read a large table."""
        return super().get_ordering_field(field_name) if self._is_sortable(field_name) else None

    def _is_sortable(self, column: Any) -> bool:
        return not self._is_large or not isinstance(column, TableColumn) or has_index(column.field)

    @cached_property
    def _is_large(self) -> bool:
        """Whether sorting needs an index; columns of an `index_only` table without one are never sortable anyway."""
        if self.model_admin.index_only:
            return False
        return estimated_rows(self.model, self.root_queryset.db) > MAX_ROWS_SORTED_WITHOUT_INDEX

    @property
    def headers(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the CSS class and the heading of each column, a heading as Django's `result_headers` gives it."""
        columns = self.model_admin.list_columns
        return [
            (column.__name__, {**heading, "sortable": heading["sortable"] and self._is_sortable(column)})
            for column, heading in zip(columns, result_headers(self), strict=True)
        ]

    @property
    def body(self) -> SafeString:
        """Return the HTML of the page's rows; a loop in a template takes three times as long.

        Where the key is not shown, the first column leads to the row.
        """
        shown = self.model_admin.list_columns
        cells: list[Callable[[Any], SafeString | str]] = list(shown)
        if not any(column.field.primary_key for column in shown):
            cells[0] = lambda row: link(page_url(self.model, row.pk), shown[0](row))
        columns = [(f'<td class="{escape(column.__name__)}">', cell) for column, cell in zip(shown, cells, strict=True)]
        rows = (
            "".join(f"{opened}{conditional_escape(cell(row))}</td>" for opened, cell in columns)
            for row in self.result_list
        )
        return mark_safe("".join(f"<tr>{cells}</tr>\n" for cells in rows))  # conditional_escape escaped each value

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Return the page numbers with their addresses; the current page and gaps have an empty address."""
        if self.paginator.num_pages == 1:
            return []
        numbers = self.paginator.get_elided_page_range(self.page_num, on_each_side=2, on_ends=1)
        return [
            (
                str(number),
                self.get_query_string({PAGE_VAR: number})
                if isinstance(number, int) and number != self.page_num
                else "",
            )
            for number in numbers
        ]

    @property
    def filters(self) -> list[Filter]:
        """Return the filters above the list."""
        return [
            Filter(
                str(spec.title),
                [_choice(choice) for choice in spec.choices(self)],
                getattr(spec, "inputs", []),
                self._other_parameters(spec),
            )
            for spec in self.filter_specs
        ]

    def _other_parameters(self, spec: Any) -> list[tuple[str, str]]:
        own = {*spec.expected_parameters(), PAGE_VAR}
        return [(name, value) for name, values in self.params.items() if name not in own for value in _listed(values)]

    @property
    def files(self) -> list[tuple[str, str]]:
        """Return the names of the kinds of files of all rows, with their addresses."""
        query = self.get_query_string(remove=[PAGE_VAR])
        return [(kind.upper(), f"rows.{kind}{query if query != '?' else ''}") for kind in FILE_KINDS]

    @property
    def active_lookups(self) -> list[tuple[str, str, str]]:
        """Return the lookups of the address that are not filters: column, value, and the list's address without it."""
        fields = {name: field for field in model_columns(self.model) for name in (field.name, field.attname)}
        offered = {name for spec in self.filter_specs for name in spec.expected_parameters()}
        return [
            (capfirst(label_of(fields[column])), _in_words(how, values[-1]), self.get_query_string(remove=[parameter]))
            for parameter, values in self.filter_params.items()
            for column, _, how in [parameter.partition("__")]
            if parameter not in offered and column in fields
        ]


@contextmanager
def statement_timeout(database: str, milliseconds: int | None) -> Iterator[None]:
    """Limit the time of each query of the block; None sets no limit. Django raises OperationalError at the limit."""
    if milliseconds is None:
        yield
        return
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        yield


def _in_words(how: str, value: str) -> str:
    """Return the value of a lookup as it is shown, with what it compares."""
    if how == "isnull":
        return "none" if value == "1" else "any"
    return f"{COMPARISONS.get(how, '')}{value}"


def _choice(choice: Any) -> Choice:
    return Choice(str(choice["display"]), choice["query_string"], bool(choice["selected"]))


def _listed(values: Any) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list | tuple) else [str(values)]
