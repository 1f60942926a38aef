"""The page of the schema: the diagram of the six databases, and their tables and columns with searchable comments."""

from collections.abc import Iterator
from dataclasses import dataclass
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

TITLE = "The schema"
MAX_TERM_LENGTH = 100


@dataclass(frozen=True)
class TableColumns:
    """A table with the columns that a search found: pairs of name and comment, all of them without a search."""

    name: str
    comment: str
    address: str
    columns: list[tuple[str, str]]


@dataclass(frozen=True)
class DatabaseTables:
    """The tables of a database that the user may see and a search found."""

    title: str
    name: str
    tables: list[TableColumns]


def load_schema(user: Any, words: list[str]) -> list[DatabaseTables]:
    """Return the databases, their tables and their columns, of the models that the user may view.

    With `words`, in lower case, only tables and columns that have all of them in name and comment; a table that has
    them itself has all of its columns.
    """
    found = []
    for config in sorted(bank_apps(), key=lambda config: config.sidebar_position):
        models = [model for model in config.get_models() if user.has_perm(_view_permission(model))]
        tables = [table for table in _tables(models, words) if table]
        if tables:
            found.append(DatabaseTables(str(config.verbose_name), config.database, tables))
    return found


def schema_page(request: HttpRequest) -> TemplateResponse:
    """Show the schema; `?q=` searches names and comments."""
    term = request.GET.get("q", "")[:MAX_TERM_LENGTH].strip()
    databases = load_schema(request.user, term.lower().split())
    context = {**site.each_context(request), "title": TITLE, "databases": databases, "term": term}
    return TemplateResponse(request, "browsing/schema.html", context)


SCHEMA_PAGES = AddedPages(
    title=TITLE,
    sentence="The diagram of the six databases, and what every table and column means.",
    button="Show the schema",
    routes=(Route("schema/", schema_page, "schema"),),
)


def _tables(models: list[type[Model]], words: list[str]) -> Iterator[TableColumns | None]:
    """Yield each model's table; None for one in which the words are not found."""
    for model in models:
        options = model._meta
        name, comment = options.db_table, str(options.db_table_comment or "")
        every = [(field.column or field.name, str(field.db_comment or "")) for field in columns(model)]
        shown = every if _has(words, name, comment) else [column for column in every if _has(words, *column)]
        yield TableColumns(name, comment, list_url(model), shown) if shown else None


def _has(words: list[str], name: str, comment: str) -> bool:
    text = f"{name} {comment}".lower()
    return all(word in text for word in words)


def _view_permission(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{get_permission_codename('view', model._meta)}"
