"""The page of the schema: the diagram of the six databases, and their tables and views with searchable comments."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse

from datahub.app_config import bank_apps
from datahub.browsing.added_pages import AddedPages, Route
from datahub.browsing.links import list_url
from datahub.browsing.model_fields import columns
from datahub.browsing.site import site
from datahub.database_views import SCHEMA, DatabaseView

TITLE = "The schema"
MAX_TERM_LENGTH = 100


@dataclass(frozen=True)
class TableColumns:
    """A table or view with the columns that a search found: pairs of name and comment, all of them without a search.

    The address is that of the table's list; a view, whose name has its schema, has none.
    """

    name: str
    comment: str
    address: str
    columns: list[tuple[str, str]]


@dataclass(frozen=True)
class DatabaseTables:
    """The tables of a database, and the views on them, that the user may see and a search found."""

    title: str
    name: str
    tables: list[TableColumns]
    views: list[TableColumns]


def load_schema(user: Any, words: list[str]) -> list[DatabaseTables]:
    """Return the databases, their tables and their columns, of the models that the user may view.

    Views are among them where the user may view all tables of their database.

    With `words`, in lower case, only tables and columns that have all of them in name and comment; a table that has
    them itself has all of its columns.
    """
    found = []
    for config in sorted(bank_apps(), key=lambda config: config.sidebar_position):
        models = list(config.get_models())
        viewed = [model for model in models if user.has_perm(_view_permission(model))]
        tables = [table for table in _tables(viewed, words) if table]
        views = [view for view in _views(config.views, words) if view] if viewed == models else []
        if tables or views:
            found.append(DatabaseTables(str(config.verbose_name), config.database, tables, views))
    return found


def schema_page(request: HttpRequest) -> TemplateResponse:
    """Show the schema; `?q=` searches names and comments."""
    term = request.GET.get("q", "")[:MAX_TERM_LENGTH].strip()
    databases = load_schema(request.user, term.lower().split())
    context = {**site.each_context(request), "title": TITLE, "databases": databases, "term": term}
    return TemplateResponse(request, "browsing/schema.html", context)


SCHEMA_PAGES = AddedPages(
    title=TITLE,
    sentence="The diagram of the six databases, and what every table, view and column means.",
    button="Show the schema",
    routes=(Route("schema/", schema_page, "schema"),),
)


def _tables(models: list[type[Model]], words: list[str]) -> Iterator[TableColumns | None]:
    """Yield each model's table; None for one in which the words are not found."""
    for model in models:
        options = model._meta
        every = [(field.column or field.name, str(field.db_comment or "")) for field in columns(model)]
        yield _found(TableColumns(options.db_table, str(options.db_table_comment or ""), list_url(model), every), words)


def _views(views: Iterable[DatabaseView], words: list[str]) -> Iterator[TableColumns | None]:
    """Yield each view; None for one in which the words are not found."""
    for view in views:
        yield _found(TableColumns(f"{SCHEMA}.{view.name}", view.purpose, "", list(view.columns.items())), words)


def _found(table: TableColumns, words: list[str]) -> TableColumns | None:
    """Return the table with the columns that have the words; None if there are none."""
    if _has(words, table.name, table.comment):
        return table
    shown = [column for column in table.columns if _has(words, *column)]
    return replace(table, columns=shown) if shown else None


def _has(words: list[str], name: str, comment: str) -> bool:
    text = f"{name} {comment}".lower()
    return all(word in text for word in words)


def _view_permission(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{get_permission_codename('view', model._meta)}"
