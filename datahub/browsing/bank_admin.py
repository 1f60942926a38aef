"""What every table of the bank has in common when it is browsed: read-only, quick at any size, linked across databases.

Columns, filters, search and links follow from the model. A model's own class says what they cannot: what is left out
of the list, in which column another row's key hides, in which currency amounts are, and whether the table grows big.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from datahub.browsing import row_page, search
from datahub.browsing.change_list import BankChangeList
from datahub.browsing.columns import ShownColumn, locate
from datahub.browsing.filters import filters_for
from datahub.browsing.links import list_url
from datahub.browsing.model_fields import columns, is_indexed, keys_to_names
from datahub.browsing.paginator import EstimatingPaginator
from datahub.browsing.soft_keys import SoftKey
from datahub.browsing.theme import ThemedModelAdmin

LOOKUPS_OF_FILTERS = {"", "exact", "isnull", "gte", "lt"}


class BankAdmin(ThemedModelAdmin):
    """Browses one table."""

    unlisted: ClassVar[Sequence[str]] = ()
    """Columns that the list leaves out; the page of a row shows all."""
    hidden: ClassVar[Sequence[str]] = ()
    """Columns that are not shown at all."""
    soft_keys: ClassVar[Mapping[str, SoftKey]] = {}
    """Text columns that name a row without being a key."""
    currency: ClassVar[str] = "USD"
    """Currency of the amounts, or the path from a row to it."""
    looked_up: ClassVar[Sequence[str]] = ()
    """Keys whose rows are looked up although they have no name, because a column shows something of them."""
    big: ClassVar[bool] = False
    """Whether the table has many rows per customer: then it sorts and searches only where an index serves."""
    tables_shown: ClassVar[int] = 2
    """Tables that refer to a row whose first rows its page shows; to the others it has links."""

    newest_first: ClassVar[bool] = True
    """Whether excerpts of this table on other pages begin with its last rows."""

    actions = None
    paginator = EstimatingPaginator
    list_per_page = 50
    list_max_show_all = 0
    list_display_links = None
    list_select_related = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    preserve_filters = False
    change_list_template = "browsing/list.html"
    list_fullwidth = True

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        super().__init__(model, admin_site)
        self.shown = [
            ShownColumn(
                field,
                currency=self.currency,
                soft_key=self.soft_keys.get(field.name),
                sortable=not self.big or is_indexed(field),
            )
            for field in columns(model)
            if field.name not in self.hidden
        ]
        self.listed = [column for column in self.shown if column.field.name not in self.unlisted]
        self.list_display = list[Any](self.listed)
        self.filtered = filters_for(model, big=self.big)
        self.search_help_text = search.described(model, by_name=not self.big)  # type: ignore[misc]  # an attribute

    # What nobody may do, superusers included.

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds: rows come from the seeding alone."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is no history of what nobody changes."""
        raise PermissionDenied

    # The list.

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BankChangeList]:
        """Return the list of this admin's kind."""
        return BankChangeList

    def looked_up_for(self, shown: Iterable[ShownColumn]) -> list[str]:
        """Return the keys whose rows are fetched for what columns show of them: apart, since joins cannot cross."""
        fields = {column.field for column in shown}
        return [*(field.name for field in keys_to_names(self.model) if field in fields), *self.looked_up]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters that the model suggests."""
        return list(self.filtered)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Return what a term is compared with, which a list needs to know only to offer a search."""
        return [field.name for field in search.exact_fields(self.model)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Return what the search finds, and that no row comes twice."""
        return search.search(queryset, search_term, by_name=not self.big, soft_keys=self.soft_keys), False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow in an address what a filter or an index serves, and nothing that reads a whole table."""
        name, _, how = lookup.partition("__")
        if name in {filtered for filtered, _ in self.filtered}:
            return how in LOOKUPS_OF_FILTERS
        served = {key for field in columns(self.model) if is_indexed(field) for key in (field.name, field.attname)}
        return name in served | set(self.soft_keys) and how in ("", "exact")

    # The page of a row.

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a row: its columns, the rows it refers to, and those that refer to it."""
        row = self.row(request, object_id)
        context = self.page_context(request, row, title=str(row), parts=row_page.parts(self, row))
        return TemplateResponse(request, "browsing/row.html", context)

    def tools(self, row: Model) -> list[tuple[str, str]]:
        """Return what else there is to see of a row, as title and address."""
        return []

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return the row of a key; None where there is none. PostgreSQL knows no text with a NUL in it."""
        return None if "\x00" in object_id else super().get_object(request, object_id, from_field)

    def row(self, request: HttpRequest, object_id: str) -> Model:
        """Return the row of an address with what its columns show of others. Raises as `bare_row` does."""
        row = self.bare_row(request, object_id)
        prefetch_related_objects([row], *self.looked_up_for(self.shown))
        locate([row], self.shown)
        return row

    def bare_row(self, request: HttpRequest, object_id: str) -> Model:
        """Return the row of an address. Raises PermissionDenied for whom it is not, Http404 where there is none."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        row = self.get_object(request, key)
        if row is None:
            raise Http404(f"there is no {self.opts.verbose_name} {key}")
        return row

    def page_context(self, request: HttpRequest, row: Model, title: str, **more: Any) -> dict[str, Any]:
        """Return what the templates of a row's pages need."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": row,
            "list_address": list_url(self.model),
            "tools": self.tools(row),
            **more,
        }

    def of(self, model: type[Model]) -> "BankAdmin | None":
        """Return the admin of another table of the same site."""
        found = self.admin_site._registry.get(model)
        return found if isinstance(found, BankAdmin) else None
