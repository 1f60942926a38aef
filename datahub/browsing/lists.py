"""The list of a table: rows of one page, where they lead, and which filters are in force."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.text import capfirst

from datahub.browsing.columns import locate
from datahub.browsing.keys import columns
from datahub.browsing.paginator import EstimatingPaginator

if TYPE_CHECKING:
    from datahub.browsing.bank_admin import BankAdmin


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
        """Fetch the page, and with one query each what its columns show of other rows."""
        super().get_results(request)
        self.full_result_count = self.result_count  # the foot of the list says how many there are, and how exactly
        rows = list(self.result_list)
        prefetch_related_objects(rows, *self.model_admin.looked_up_for(self.model_admin.listed))
        locate(rows, self.model_admin.listed)
        self.result_list = rows

    @property
    def headers(self) -> list[tuple[str, dict[str, Any]]]:
        """Return the headings of the columns, each with its kind and the address that sorts by it."""
        shown = self.model_admin.listed
        return [(column.__name__, heading) for column, heading in zip(shown, result_headers(self), strict=True)]

    @property
    def cells(self) -> list[list[tuple[str, Any]]]:
        """Return the rows of the page, each cell with its kind."""
        shown = self.model_admin.listed
        return [[(column.__name__, column(row)) for column in shown] for row in self.result_list]

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


def _choice(choice: Any) -> Choice:
    return Choice(str(choice["display"]), choice["query_string"], bool(choice["selected"]))
