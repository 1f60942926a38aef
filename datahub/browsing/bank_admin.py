"""The base class of every table's admin: read-only, fast on tables of any size, linked across the databases.

Columns, filters, search and links are derived from the model. A table's own admin class declares what the model does
not say: columns that the list leaves out, soft keys, the currency of amounts, and whether the table grows large.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from datahub.browsing import search
from datahub.browsing.change_list import BankChangeList
from datahub.browsing.charts import TableChart
from datahub.browsing.columns import TableColumn, attach_addresses
from datahub.browsing.filters import filters_for
from datahub.browsing.links import list_url
from datahub.browsing.list_files import FILE_KINDS, rows_file
from datahub.browsing.lookups import Lookup
from datahub.browsing.model_fields import columns, has_index, keys_to_named_models, time_column
from datahub.browsing.paginator import EstimatingPaginator
from datahub.browsing.row_page import load_row_page
from datahub.browsing.sections import Section, sections_of
from datahub.browsing.soft_keys import SoftKey
from datahub.browsing.theme import ThemedModelAdmin
from datahub.databases import DATABASE_OF_APP

FILTER_LOOKUPS = {"", "exact", "isnull", "gte", "lt", "lte"}


class BankAdmin(ThemedModelAdmin):
    """Shows the list and the rows of one table."""

    list_exclude: ClassVar[Sequence[str]] = ()
    """Columns that the list leaves out; the page of a row shows them."""
    secret_columns: ClassVar[Sequence[str]] = ()
    """Columns that no page shows."""
    soft_keys: ClassVar[Mapping[str, SoftKey]] = {}
    """Text columns that identify another row without being a foreign key."""
    currency: ClassVar[str] = "USD"
    """ISO code of the currency of amounts, or the path from a row to it."""
    prefetched_keys: ClassVar[Sequence[str]] = ()
    """Foreign keys whose rows are fetched although they have no name, because a column needs them."""
    index_only: ClassVar[bool] = False
    """Whether lists search and sort by indexed columns only: for tables with many rows per customer."""
    excerpts_shown: ClassVar[int] = 2
    """Number of referring tables of which a row's page shows an excerpt; to the others it has links."""
    newest_first: ClassVar[bool] = True
    """Whether the list and excerpts of this table begin with its last rows."""
    milestones: ClassVar[Mapping[str, str]] = {}
    """Date columns that are milestones of a customer, with their titles; "{row.loan_type}" is replaced by the value."""
    charts: ClassVar[Sequence[TableChart]] = ()
    """Charts of the table on the start page."""
    charted: ClassVar[Sequence[str]] = ()
    """Lookups that an address may use, without an index or a filter: charts lead to the rows that they find."""
    found_by: ClassVar[Sequence[Lookup]] = ()
    """How rows are found by the search of all databases, and by that of the list."""
    summary: ClassVar[Sequence[str]] = ()
    """Columns that distinguish a found row from others."""
    size_on_top: ClassVar[bool] = False
    """Whether the top of the start page shows the number of rows."""

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
        self.columns = [
            TableColumn(
                field,
                currency=self.currency,
                soft_key=self.soft_keys.get(field.name),
                sortable=not self.index_only or has_index(field),
            )
            for field in columns(model)
            if field.name not in self.secret_columns
        ]
        self.list_columns = [column for column in self.columns if column.field.name not in self.list_exclude]
        self.list_display = list[Any](self.list_columns)
        self.filter_specs = filters_for(model, index_only=self.index_only)
        newest = time_column(model, index_only=self.index_only) if self.newest_first else None
        self.newest_by = newest if model._meta.app_label in DATABASE_OF_APP else None
        self.texts = search.shown_texts(column.field for column in self.list_columns)
        self.search_help_text = search.search_help(model, self.texts, by_name=not self.index_only)  # type: ignore[misc]  # an attribute

    # Permissions: read-only for everyone, superusers included.

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: only the seeding adds rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False: rows are read-only."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False: rows are read-only."""
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Refuse the page: read-only models have no change history."""
        raise PermissionDenied

    # The list

    def get_urls(self) -> list[URLPattern]:
        """Return the URL patterns of Django's pages and of the files with all rows of a list."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        files = [
            path(f"rows.{kind}", self.admin_site.admin_view(self.rows_view), {"kind": kind}, name=f"{name}_{kind}")
            for kind in FILE_KINDS
        ]
        return [*files, *super().get_urls()]

    def rows_view(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Return all rows of a list with its filters, in its order, as a file.

        Raises PermissionDenied if the user may not see the table, and BadRequest for an unknown filter.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise BadRequest("no such filter") from error
        return rows_file(shown.queryset, [column.field for column in self.columns], kind)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[BankChangeList]:
        """Return the class of the list."""
        return BankChangeList

    def keys_to_prefetch(self, columns: Iterable[TableColumn]) -> list[str]:
        """Return the foreign keys whose rows some columns need: fetched by a query each, as joins cannot cross."""
        fields = {column.field for column in columns}
        return [*(key.name for key in keys_to_named_models(self.model) if key in fields), *self.prefetched_keys]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters that were derived from the model."""
        return list(self.filter_specs)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Return the columns that a term has to equal; Django shows a search box if there are any."""
        return [field.name for field in search.exact_fields(self.model)]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Return the rows that a term finds, and False: no row is found twice."""
        found = search.search(
            queryset,
            search_term,
            by_name=not self.index_only,
            soft_keys=self.soft_keys,
            found_by=self.found_by,
            texts=self.texts,
        )
        return found, False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Return whether an address may use a lookup: only what a filter, an index or a chart serves."""
        if lookup in self.charted:
            return True
        name, _, how = lookup.partition("__")
        if name in {filtered for filtered, _ in self.filter_specs}:
            return how in FILTER_LOOKUPS
        indexed = {key for field in columns(self.model) if has_index(field) for key in (field.name, field.attname)}
        return name in indexed | set(self.soft_keys) and how in ("", "exact")

    # The page of a row

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a row: its columns, the rows it refers to, and the rows that refer to it."""
        row = self.get_row_with_related(request, object_id)
        context = self.page_context(request, row, title=str(row), page=load_row_page(self, row))
        return TemplateResponse(request, "browsing/row.html", context)

    def object_tools(self, row: Model) -> list[tuple[str, str]]:
        """Return titles and addresses of the buttons on a row's page."""
        return []

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return the row of a key; None if there is none, as for a NUL, which PostgreSQL does not accept in a text."""
        return None if "\x00" in object_id else super().get_object(request, object_id, from_field)

    def get_row_with_related(self, request: HttpRequest, object_id: str) -> Model:
        """Return the row of an address, with the rows its columns refer to. Raises as `get_row` does."""
        row = self.get_row(request, object_id)
        prefetch_related_objects([row], *self.keys_to_prefetch(self.columns))
        attach_addresses([row], self.columns)
        return row

    def get_row(self, request: HttpRequest, object_id: str) -> Model:
        """Return the row of an address.

        Raises PermissionDenied if the user may not see the table, Http404 if there is no such row.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        key = unquote(object_id)
        row = self.get_object(request, key)
        if row is None:
            raise Http404(f"there is no {self.opts.verbose_name} {key}")
        return row

    def page_context(self, request: HttpRequest, row: Model, title: str, **more: Any) -> dict[str, Any]:
        """Return the template context of a row's page."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": row,
            "list_address": list_url(self.model),
            "tools": self.object_tools(row),
            **more,
        }

    def sections(self) -> list[Section]:
        """Return the sections of the site's sidebar."""
        return sections_of(self.admin_site._registry)

    def admin_of(self, model: type[Model]) -> "BankAdmin | None":
        """Return the admin of another table of the same site; None if it has none."""
        found = self.admin_site._registry.get(model)
        return found if isinstance(found, BankAdmin) else None
