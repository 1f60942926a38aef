"""The SQL page: a read-only statement on one of the six databases, with `db_query`'s rules, its rows and a chart."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.template.response import TemplateResponse

from config.errors import ServerError
from config.query import MissingTableError, QueryError
from datahub.browsing.added_pages import AddedPages, Route
from datahub.browsing.schema_page import load_schema
from datahub.browsing.site import site
from datahub.databases import BANK_DATABASES
from seeding.pages.permissions import QUERIES
from seeding.pages.query_address import query_url
from seeding.pages.query_chart import ChartColumns, chart_of
from seeding.pages.query_rows import QueryRows, load_rows, rows_file
from seeding.pages.tours import may_see_tour
from seeding.tours.registry import TOURS

TITLE = "SQL"
MAX_STATEMENT_LENGTH = 20_000
MAX_COLUMNS_DIGITS = 4
NONE = "none"
"""The value of the form that means no chart."""


@dataclass(frozen=True)
class QueryForm:
    """The values of the form: a database, a statement, and the columns of the chart, None for none."""

    database: str
    statement: str
    chart: ChartColumns

    @classmethod
    def of(cls, form: QueryDict) -> "QueryForm":
        """Return the values in a form or an address; an unknown database becomes the first one."""
        database = form.get("database", "")
        statement = form.get("sql", "").replace("\r\n", "\n")  # as forms end their lines
        # The columns that were chosen for the rows before say nothing of another statement's.
        chosen = form if form.get("as") == "chart" else QueryDict()
        columns = ChartColumns(_place(chosen.get("x", "")), _place(chosen.get("y", "")), drawn=chosen.get("y") != NONE)
        return cls(database if database in BANK_DATABASES else BANK_DATABASES[0], statement, columns)


def query_page(request: HttpRequest) -> HttpResponseBase:
    """Show the form; run its statement only if it was sent, which takes the token of the form.

    `?database=` and `?sql=` fill the form and run nothing.
    """
    if request.method != "POST":
        return _page(request, QueryForm.of(request.GET))
    form = QueryForm.of(request.POST)
    try:
        _check(form.statement)
        if request.POST.get("as") == "csv":
            return rows_file(form.database, form.statement)
        return _page(request, form, load_rows(form.database, form.statement))
    except MissingTableError as error:
        return _page(request, form, error=_where_it_is(error), position=error.position, elsewhere=error.databases)
    except QueryError as error:
        return _page(request, form, error=str(error), position=error.position)
    except ServerError as error:
        return _page(request, form, error=str(error))


QUERY_PAGES = AddedPages(
    title=TITLE,
    sentence="Ask any of the six databases in SQL: read-only, with their tables beside it, the rows as a table, "
    "a chart or a file, and examples from the stories.",
    button="Write a query",
    routes=(Route("sql/", query_page, "query", takes_form=True),),
    permission=QUERIES,
)


def _page(request: HttpRequest, form: QueryForm, rows: QueryRows | None = None, **more: Any) -> TemplateResponse:
    context = {
        **site.each_context(request),
        "title": TITLE,
        "form": form,
        "databases": BANK_DATABASES,
        "schema": load_schema(request.user, []),
        "examples": _examples(request),
        "rows": rows,
        "chart": chart_of(rows, form.chart) if rows else None,
        "max_length": MAX_STATEMENT_LENGTH,
        **more,
    }
    return TemplateResponse(request, "pages/query.html", context)


def _check(statement: str) -> None:
    """Raise QueryError for a statement that is empty or too long."""
    if not statement.strip():
        raise QueryError("There is no statement; write one, or choose an example")
    if len(statement) > MAX_STATEMENT_LENGTH:
        raise QueryError(f"The statement has more than {MAX_STATEMENT_LENGTH:,} characters; run it with db_query")


def _where_it_is(error: MissingTableError) -> str:
    """Return the message about a table that a database lacks, with the databases that have it."""
    if not error.databases:
        return str(error)
    return f"{error.table} is in {' and '.join(error.databases)}: choose that database"


def _examples(request: HttpRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the stories that the user may see: the title, and the explanation and address of each query."""
    stories = ((tour.storyline.title, tour) for tour in TOURS.values() if may_see_tour(request, tour))
    return [
        (title, [(stop.explanation, query_url(stop.database, statement)) for stop, statement in tour.ready_queries])
        for title, tour in stories
    ]


def _place(text: str) -> int | None:
    """Return the place of a column, from 0; None for a text that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_COLUMNS_DIGITS else None
