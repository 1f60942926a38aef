"""The admin's pages as tests ask for them: every table, the addresses of its pages, and what an answer cost."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import list_url, page_url
from datahub.browsing.site import discovered_site

SITE = discovered_site()
ADMINS: dict[type[Model], BankAdmin] = {
    model: admin for model, admin in SITE._registry.items() if isinstance(admin, BankAdmin)
}
MODELS = [model for model in ADMINS if model._meta.app_label not in ("auth", "seeding")]


@dataclass(frozen=True)
class Answer:
    """A page and the queries that it took."""

    response: HttpResponse
    queries: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.content.decode()

    @property
    def list(self) -> Any:
        return self.response.context["cl"]


def get(client: Client, address: str, **parameters: Any) -> Answer:
    """Return a page and what was requested_period of all databases for it."""
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
        response = client.get(address, parameters)
    return Answer(response, [query["sql"] for each in captured for query in each.captured_queries])


def some_row(model: type[Model]) -> Any:
    return model._default_manager.order_by("pk").first()


def label(model: type[Model]) -> str:
    return model._meta.label


__all__ = ["ADMINS", "MODELS", "SITE", "Answer", "get", "label", "list_url", "page_url", "some_row"]
