"""The list of a table: rows of one page, where they lead, and which filters are in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

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

from datahub.browsing.columns import ShownColumn, locate
from datahub.browsing.model_fields import columns, is_indexed
from datahub.browsing.paginator import EstimatingPaginator, estimated_rows

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin


PATIENCE_MS = 2_000
"""How long somebody waits for a list that filters narrow down."""
SORTED_FREELY = 100_000
"""Rows that a list sorts by any column; a larger table only by those that an index serves."""


@dataclass(frozen=True)
class Choice:
    """One entry of a filter."""

    label: str
    address: str
    selected: bool


@dataclass(frozen=True)
class Filter:
    """A filter as the list shows it: what is chosen, and what can be."""

    title: str
    choices: list[Choice]

    @property
    def chosen(self) -> Choice | None:
        """Return what is chosen; None where nothing is, which is the first entry."""
        return next((choice for choice in self.choices[1:] if choice.selected), None)

    @property
    def clear(self) -> str:
        """Return the address of the list without this filter."""
        return self.choices[0].address


class BankChangeList(ChangeList):
    """One page of a table's list."""

    model_admin: "BankAdmin"
    paginator: EstimatingPaginator
    gave_up = False
    """Whether the rows were not found in time."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """Return what the address asks for. PostgreSQL knows no text with a NUL, so that nothing matches it."""
        lookups: dict[str, Any] = super().get_filters_params(params)
        if any("\x00" in value for values in lookups.values() for value in values):
            raise IncorrectLookupParameters("a value holds a NUL character")
        return lookups

    def get_results(self, request: HttpRequest) -> None:
        """Fetch the page, and with one query each what its columns show of other rows.

        Filters with hardly a row in common make PostgreSQL read the table to its end: on a big one it is given up.
        """
        patience = PATIENCE_MS if self.model_admin.big and self.queryset.query.where else None
        try:
            with at_most(self.queryset.db, patience):
                super().get_results(request)
                rows = list(self.result_list)
        except OperationalError as error:
            if not isinstance(error.__cause__, QueryCanceled):
                raise
            self.gave_up, rows = True, []
            self.queryset = self.queryset.none()
            super().get_results(request)
        self.full_result_count = self.result_count  # the foot of the list says how many there are, and how exactly
        prefetch_related_objects(rows, *self.model_admin.looked_up_for(self.model_admin.listed))
        locate(rows, self.model_admin.listed)
        self.result_list = rows

    def get_ordering_field(self, field_name: Any) -> Any:
        """Return what a column sorts by; None where sorting by it would read a large table."""
        return super().get_ordering_field(field_name) if self._sorts(field_name) else None

    def _sorts(self, column: Any) -> bool:
        return not self.is_large or not isinstance(column, ShownColumn) or is_indexed(column.field)

    @cached_property
    def is_large(self) -> bool:
        """Whether the table has more rows than are sorted in the blink of an eye. A big one is never asked."""
        return not self.model_admin.big and estimated_rows(self.model, self.root_queryset.db) > SORTED_FREELY

    @property
    def headers(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the headings of the columns, each with its kind and the address that sorts by it."""
        shown = self.model_admin.listed
        return [
            (column.__name__, {**heading, "sortable": heading["sortable"] and self._sorts(column)})
            for column, heading in zip(shown, result_headers(self), strict=True)
        ]

    @property
    def body(self) -> SafeString:
        """Return the rows of the page as the table's HTML; a loop in a template takes three times as long."""
        shown = [(f'<td class="{escape(column.__name__)}">', column) for column in self.model_admin.listed]
        rows = (
            "".join(f"{opened}{conditional_escape(column(row))}</td>" for opened, column in shown)
            for row in self.result_list
        )
        return mark_safe("".join(f"<tr>{cells}</tr>\n" for cells in rows))  # each value was escaped where it had to be

    @property
    def pages(self) -> list[tuple[str, str]]:
        """Return the pages to turn to, as number and address; the one that is open has no address, nor have gaps."""
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
        """Return the filters that the list offers."""
        return [
            Filter(str(spec.title), [_choice(choice) for choice in spec.choices(self)]) for spec in self.filter_specs
        ]

    @property
    def keys_in_force(self) -> list[tuple[str, str, str]]:
        """Return what narrows the list down beside its filters: column, value, and the list without it."""
        named = {name: field for field in columns(self.model) for name in (field.name, field.attname)}
        offered = {name for spec in self.filter_specs for name in spec.expected_parameters()}
        return [
            (str(named[column].verbose_name), values[-1], self.get_query_string(remove=[parameter]))
            for parameter, values in self.filter_params.items()
            if parameter not in offered and (column := parameter.partition("__")[0]) in named
        ]


@contextmanager
def at_most(database: str, milliseconds: int | None) -> Iterator[None]:
    """Let no query of the block take longer; None for as long as it takes. Django's OperationalError ends it."""
    if milliseconds is None:
        yield
        return
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        yield


def _choice(choice: Any) -> Choice:
    return Choice(str(choice["display"]), choice["query_string"], bool(choice["selected"]))
