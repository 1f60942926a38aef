"""The admin's site: read-only, with sections in the order of the business, and a start page."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.formats import date_format
from django.utils.module_loading import autodiscover_modules

from datahub.browsing.added_pages import AddedPages, Mark, MarkSource, PageView, Route
from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.branding import PLAIN, TITLE
from datahub.browsing.chart_data import Chart
from datahub.browsing.find import HINT, find, find_lists
from datahub.browsing.overview import Panel, load_overview
from datahub.browsing.sections import sections_of
from datahub.browsing.theme import ThemedSite

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
SECTIONS_ATTRIBUTE = "_bank_sections"
"""Attribute of a request that caches its sections."""
PanelSource = Callable[[HttpRequest], Panel | None]
"""Returns a panel of the start page; None if there is nothing to show to the user."""
ChartSource = Callable[[], list[Chart]]
"""Returns the charts of the page of charts; none of an empty bank."""
DaySource = Callable[[], date | None]
"""Returns the day on which the bank is seen; None if no run recorded it."""
ProgressSource = Callable[[], str]
"""Returns the progress of the command that changes the bank, in a sentence; an empty string if none runs."""
CHARTS_TITLE = "The bank in charts"

View = TypeVar("View", bound=Callable[..., Any])


class BankSite(ThemedSite):
    """The read-only admin of the bank."""

    site_title = TITLE
    site_header = TITLE
    index_title = "Overview"
    site_url = None
    enable_nav_sidebar = True
    index_template = "browsing/start.html"
    app_index_template = "browsing/section.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._panels: list[PanelSource] = []
        self._charts: list[ChartSource] = []
        self._pages: list[AddedPages] = []
        self._marks: list[MarkSource] = []
        self._day: DaySource = lambda: None
        self.progress: ProgressSource = str

    def add_panel(self, panel: PanelSource) -> PanelSource:
        """Add a panel to the start page; can be used as a decorator."""
        self._panels.append(panel)
        return panel

    def add_charts(self, charts: ChartSource) -> ChartSource:
        """Add charts to the page of charts; can be used as a decorator."""
        self._charts.append(charts)
        return charts

    def add_pages(self, pages: AddedPages) -> None:
        """Add pages to the site, with an entry in the menu and one on the start page."""
        self._pages.append(pages)

    def add_marks(self, marks: MarkSource) -> MarkSource:
        """Mark transactions in the network of a customer; can be used as a decorator."""
        self._marks.append(marks)
        return marks

    def marks(self, request: HttpRequest, customer_ids: Collection[str]) -> dict[str, Mark]:
        """Return the marks of customers' transactions that the user may see, by transaction id."""
        return {key: mark for source in self._marks for key, mark in source(request, customer_ids).items()}

    def show_day(self, day: DaySource) -> DaySource:
        """Show the day on which the bank is seen in the header of every page; can be used as a decorator."""
        self._day = day
        return day

    def show_progress(self, progress: ProgressSource) -> ProgressSource:
        """Show the progress of a command on the page for a bank that is being replaced; can be used as a decorator."""
        self.progress = progress
        return progress

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what every page needs; its header shows the day on which the bank is seen."""
        context = {**super().each_context(request), "plain_theme": settings.ADMIN_THEME == PLAIN, "letterhead": TITLE}
        day = self._day() if self.has_permission(request) else None
        if day is None:
            return context
        as_of = date_format(day)
        dated = f"{TITLE}, as of {as_of}"
        header = {"site_header": dated} if context["plain_theme"] else {"site_subheader": f"As of {as_of}"}
        return {**context, **header, "letterhead": dated}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Return the addresses of the site: the page of charts and added pages first."""
        added = [
            path(route.pattern, self._guard(route)(_permitted(pages, route.view)), name=route.name)
            for pages in self._pages
            for route in pages.routes
        ]
        return [path("charts/", self.admin_view(self.charts_page), name="bank_charts"), *added, *super().get_urls()]

    def _guard(self, route: Route) -> Callable[[PageView], PageView]:
        """Return the decorator for the views of added pages; Django's own demands the token of every form."""
        return super().admin_view if route.takes_form else self.admin_view

    def charts_page(self, request: HttpRequest) -> TemplateResponse:
        """Show the bank in charts."""
        context = {
            **self.each_context(request),
            "title": CHARTS_TITLE,
            "charts": [chart for source in self._charts for chart in source()],
        }
        return TemplateResponse(request, "browsing/bank_charts.html", context)

    def find_page(self, request: HttpRequest) -> TemplateResponse:
        """Show what a term finds in all six databases."""
        typed = request.GET.get("q", "")
        admins = self.visible_admins(request)
        context = {
            **self.each_context(request),
            "title": "Find",
            "found_term": typed.replace("\0", "").strip(),
            "findings": find(admins, typed),
            "lists": find_lists(admins, typed),
            "hint": HINT,
        }
        return TemplateResponse(request, "browsing/found.html", context)

    def visible_admins(self, request: HttpRequest) -> dict[type[Model], BankAdmin]:
        """Return the tables that the user may view with their admins, in the order of the sidebar."""
        return {
            entry["model"]: admin
            for section in self.get_app_list(request)
            for entry in section["models"]
            if isinstance(admin := self._registry[entry["model"]], BankAdmin)
        }

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Return a view for staff that accepts safe methods only; logging out and changing one's password may POST."""
        guarded = super().admin_view(view, cacheable)
        if view in (self.logout, self.password_change):
            return guarded

        def safe_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in SAFE_METHODS:
                return HttpResponseNotAllowed(SAFE_METHODS)
            response: HttpResponseBase = guarded(request, *args, **kwargs)
            return response

        return cast(View, safe_view)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Return the rows that a term finds for a filter. A zero byte, which no text can hold, is refused."""
        if "\0" in request.GET.get("term", ""):
            raise BadRequest("a zero byte in a search term")
        return super().autocomplete_view(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the sections with their tables as Django's templates take them."""
        if app_label is not None:
            return self._sections(request, app_label)
        # The page and its sidebar both need them, and permissions do not change within a request.
        if not hasattr(request, SECTIONS_ATTRIBUTE):
            setattr(request, SECTIONS_ATTRIBUTE, self._sections(request))
        return cast(list[Any], getattr(request, SECTIONS_ATTRIBUTE))

    def _sections(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        visible_apps = self._build_app_dict(request, app_label)
        entries = {entry["model"]: entry for app in visible_apps.values() for entry in app["models"]}
        return [
            {
                **visible_apps[section.models[0]._meta.app_label],
                "name": section.title,
                "models": [{**entries[model], "comment": model._meta.db_table_comment} for model in section.models],
            }
            for section in sections_of(model for model in self._registry if model in entries)
        ]

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the page of charts, added pages and the sections as Unfold's sidebar takes them."""
        return [
            {
                "title": None,
                "collapsible": False,
                "items": [
                    _sidebar_item(request, CHARTS_TITLE, reverse("admin:bank_charts")),
                    *self._entries(request, ""),
                ],
            },
            *self._sidebar_sections(request),
        ]

    def _entries(self, request: HttpRequest, section: str) -> list[dict[str, Any]]:
        """Return the entries of added pages in a section of the sidebar, or above all sections."""
        shown = (pages for pages in self._pages if pages.section == section and pages.allows(request))
        return [_sidebar_item(request, pages.title, pages.address) for pages in shown]

    def _sidebar_sections(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [
            {
                "title": section["name"],
                "collapsible": True,
                "items": [
                    *self._entries(request, section["name"]),
                    *(_sidebar_item(request, model["name"], model["admin_url"]) for model in section["models"]),
                ],
            }
            for section in self.get_app_list(request)
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the start page."""
        context = {
            "overview": load_overview(self.visible_admins(request)),
            "panels": [panel for panel in (source(request) for source in self._panels) if panel],
            "charts_title": CHARTS_TITLE,
            "added_pages": [pages for pages in self._pages if pages.allows(request)],
            **(extra_context or {}),
        }
        return super().index(request, context)

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the tables of an app, each with its comment."""
        title = apps.get_app_config(app_label).verbose_name
        return super().app_index(request, app_label, {"title": title, **(extra_context or {})})


def _permitted(pages: AddedPages, view: PageView) -> PageView:
    """Return a view that refuses users who may not see its pages."""

    def permitted_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not pages.allows(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return permitted_view


def _sidebar_item(request: HttpRequest, title: str, address: str) -> dict[str, Any]:
    return {"title": title, "link": address, "has_permission": True, "active": request.path.startswith(address)}


site = BankSite()
"""The site that every table's admin registers with."""


def discovered_site() -> BankSite:
    """Return the site with the tables of all apps. Commands that show no pages do not import their admins."""
    autodiscover_modules("admin", register_to=site)
    return site
