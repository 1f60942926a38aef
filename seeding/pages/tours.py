"""The tours in the browser: a page per stop, with what to look at, its rows, its query and the page that shows them."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from config.errors import ServerError
from config.formats import NUMERIC_TYPES
from config.prompt import invocation
from config.query import QueryError
from datahub.accounts.models import Customer
from datahub.browsing.added_pages import AddedPages, Route
from datahub.browsing.links import page_url
from datahub.browsing.site import site
from datahub.databases import DATABASE_OF_APP
from seeding.engine.plan import FIRST_CELL
from seeding.pages.current_bank import current_bank
from seeding.pages.permissions import QUERIES, may_see_answers
from seeding.pages.query_address import query_url
from seeding.tours.reader_queries import reader_queries
from seeding.tours.registry import TOURS
from seeding.tours.tour import Tour
from seeding.tours.walk import StopResult, stop_result

TITLE = "Stories"
SHORT = 30
"""Characters of a value that is not broken into lines, such as an id or a date."""


@dataclass(frozen=True)
class StopPage:
    """A stop of a tour as its page shows it; `result` is None where `error` says why there is none."""

    tour: Tour
    number: int
    result: StopResult | None
    error: str = ""

    @property
    def explanation(self) -> str:
        """What to look at, and why."""
        return self.tour.stops[self.number - 1].explanation

    @property
    def customers(self) -> list[tuple[str, str, str]]:
        """The customers of the storyline: the key, the part, and the address of the page."""
        roles = self.tour.storyline.roles
        return [(role.customer_id, role.title, page_url(Customer, role.customer_id)) for role in roles]

    @property
    def address(self) -> str:
        """The address of the page that shows the same as the rows; empty without a result."""
        return urljoin(reverse("admin:index"), self.result.page) if self.result else ""

    @property
    def steps(self) -> list[tuple[int, str]]:
        """The number and the address of every stop."""
        return [(number, stop_url(self.tour, number)) for number in range(1, len(self.tour.stops) + 1)]

    @property
    def previous(self) -> str:
        """The address of the stop before; empty at the first one."""
        return stop_url(self.tour, self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """The address of the stop after; empty at the last one."""
        return stop_url(self.tour, self.number + 1) if self.number < len(self.tour.stops) else ""

    @property
    def query(self) -> str:
        """The query with one clause per line, broken between words."""
        return "\n".join(self.result.wrapped_lines) if self.result else ""

    @property
    def query_address(self) -> str:
        """The address of the SQL page with the query in its form; empty for one too long for an address."""
        return query_url(self.result.stop.database, self.query) if self.result else ""

    @property
    def shell(self) -> str:
        """The line that runs the query in a shell."""
        return self.result.shell_line(invocation("db_query")) if self.result else ""

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The columns of the result: the CSS class and the name."""
        return [(_kind(column.type), column.name) for column in self.result.columns] if self.result else []

    @property
    def rows(self) -> list[list[tuple[str, str | None]]]:
        """The rows of the result: for each cell the CSS class and the value, None for a null."""
        if self.result is None:
            return []
        kinds = [_kind(column.type) for column in self.result.columns]
        return [
            [(kind + _width(value), value) for kind, value in zip(kinds, row, strict=True)] for row in self.result.rows
        ]


def stop_url(tour: Tour, number: int = 1) -> str:
    """Return the address of a stop."""
    return reverse("admin:tour_stop", args=[tour.storyline.key, number])


def may_see_tour(request: HttpRequest, tour: Tour) -> bool:
    """Return whether the user may see the tour: its answers, if it reveals any, and the tables that it reads."""
    if tour.storyline.reveals_answers and not may_see_answers(request):
        return False
    user: Any = request.user
    models = {_MODELS[table] for stop in tour.stops for table in stop.tables}
    return all(user.has_perm(_view_permission(model)) for model in models)


def tours_page(request: HttpRequest) -> TemplateResponse:
    """Show the stories that the user may see."""
    tours = [(tour, stop_url(tour)) for tour in TOURS.values() if may_see_tour(request, tour)]
    context = {**site.each_context(request), "title": TITLE, "tours": tours, "missing": _missing()}
    return TemplateResponse(request, "pages/tours.html", context)


def stop_page(request: HttpRequest, storyline: str, step: int) -> TemplateResponse:
    """Show a stop of a tour. Raises Http404 for an unknown one, PermissionDenied for one that the user may not see."""
    tour = TOURS.get(storyline)
    if tour is None or not 1 <= step <= len(tour.stops):
        raise Http404(f"there is no stop {step} of a story {storyline}")
    if not may_see_tour(request, tour):
        raise PermissionDenied
    user: Any = request.user
    context = {
        **site.each_context(request),
        "title": tour.storyline.title,
        "page": _load_stop(tour, step),
        "tours_title": TITLE,
        "may_query": user.has_perm(QUERIES),
    }
    return TemplateResponse(request, "pages/tour.html", context)


TOUR_PAGES = AddedPages(
    title=TITLE,
    sentence="The first customers are the same in every bank. Walk through their stories step by step: "
    "what to look at and why, the rows now, the query, the page.",
    button="Show the stories",
    routes=(Route("tours/", tours_page, "tours"), Route("tours/<slug:storyline>/<int:step>/", stop_page, "tour_stop")),
)

_MODELS: dict[str, type[Model]] = {
    model._meta.db_table: model for model in apps.get_models() if model._meta.app_label in DATABASE_OF_APP
}
"""The models of the bank by the names of their tables."""


def _load_stop(tour: Tour, number: int) -> StopPage:
    missing = _missing()
    if missing:
        return StopPage(tour, number, None, missing)
    try:
        return StopPage(tour, number, stop_result(tour, number, reader_queries()))
    except (QueryError, ServerError) as error:
        return StopPage(tour, number, None, str(error))


def _missing() -> str:
    """Return why the bank does not contain the storylines, and what helps; an empty text if it does."""
    current = current_bank()
    if current is None:
        return f"The bank is empty; to fill it, run {invocation('seed_all')}."
    customers = current[1].customers
    if customers >= FIRST_CELL:
        return ""
    return (
        f"The bank has {customers:,} customers, and the stories need {FIRST_CELL}; "
        f"to make a larger one, run {invocation('seed_all')} --scale 0.05 --replace."
    )


def _view_permission(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{get_permission_codename('view', model._meta)}"


def _kind(column_type: int) -> str:
    """Return the CSS class of the cells of a column of one of PostgreSQL's types."""
    return "bank-number" if column_type in NUMERIC_TYPES else ""


def _width(value: str | None) -> str:
    return " tour-short" if len(value or "") <= SHORT else ""
