"""The admin's site: its sections in the order a banker would give them, its start page, and that it only shows."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.module_loading import autodiscover_modules

from datahub.browsing.branding import TITLE
from datahub.browsing.overview import Facts, overview
from datahub.browsing.sections import SECTIONS, place_of
from datahub.browsing.theme import ThemedSite

READING = ("GET", "HEAD", "OPTIONS")
SECTIONS_FOUND = "_bank_sections"
"""Attribute of a request that keeps its sections."""
Panel = Callable[[], Facts | None]
"""What another room contributes to the start page; None where it has nothing to say."""


View = TypeVar("View", bound=Callable[..., Any])


class BankSite(ThemedSite):
    """The admin of the bank. Its pages answer questions and change nothing."""

    site_title = TITLE
    site_header = TITLE
    index_title = "The bank at a glance"
    site_url = None
    enable_nav_sidebar = True
    index_template = "browsing/start.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._panels: list[Panel] = []

    def add_panel(self, panel: Panel) -> Panel:
        """Add a panel to the start page; usable as a decorator."""
        self._panels.append(panel)
        return panel

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Return a view for staff only, which refuses whatever could change something; one's own login apart."""
        guarded = super().admin_view(view, cacheable)
        if view in (self.logout, self.password_change):
            return guarded

        def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in READING:
                return HttpResponseNotAllowed(READING)
            response: HttpResponseBase = guarded(request, *args, **kwargs)
            return response

        return cast(View, reading)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the sections with their tables, in the order of business."""
        if app_label is not None:
            return self._sections(request, app_label)
        # Both the page and its frame ask for it, and what somebody may see does not change within a request.
        if not hasattr(request, SECTIONS_FOUND):
            setattr(request, SECTIONS_FOUND, self._sections(request))
        return cast(list[Any], getattr(request, SECTIONS_FOUND))

    def _sections(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = self._build_app_dict(request, app_label)
        listed = []
        for section in SECTIONS:
            models = [model for label in section.apps for model in apps.get(label, {}).get("models", [])]
            if models:
                first = apps[next(label for label in section.apps if label in apps)]
                models.sort(key=lambda model: place_of(model["model"]))
                listed.append({**first, "name": section.title, "models": models, "database": section.database})
        return listed

    def get_sidebar_list(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the sections as Unfold's sidebar takes them."""
        return [
            {
                "title": section["name"],
                "collapsible": True,
                "items": [
                    {
                        "title": model["name"],
                        "link": model["admin_url"],
                        "has_permission": True,
                        "active": request.path.startswith(model["admin_url"]),
                    }
                    for model in section["models"]
                ],
            }
            for section in self.get_app_list(request)
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the bank at a glance."""
        sections = self.get_app_list(request)
        visible: set[type[Model]] = {model["model"] for section in sections for model in section["models"]}
        context = {
            "glance": overview(visible),
            "panels": [facts for facts in (panel() for panel in self._panels) if facts],
            **(extra_context or {}),
        }
        return super().index(request, context)


site = BankSite()
"""The one site, which every table's admin registers with."""


def discovered_site() -> BankSite:
    """Return the site with the tables of all apps; a command that shows no pages never asks for it."""
    autodiscover_modules("admin", register_to=site)
    return site
