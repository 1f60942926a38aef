"""The admin's pages for tests: the tables, the addresses of their pages, and responses with their queries."""

from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connections
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from datahub.browsing.bank_admin import BankAdmin
from datahub.browsing.links import list_url, page_url
from datahub.browsing.site import discovered_site
from tests.sampling import first_of_each

SITE = discovered_site()
ADMINS: dict[type[Model], BankAdmin] = {
    model: admin for model, admin in SITE._registry.items() if isinstance(admin, BankAdmin)
}
MODELS = [model for model in ADMINS if model._meta.app_label not in ("auth", "seeding")]


def label(model: type[Model]) -> str:
    return model._meta.label


def kind_of_table(model: type[Model]) -> tuple[str, bool]:
    """Return the app of a table, and whether its list is sorted and filtered by indexed columns only."""
    return model._meta.app_label, ADMINS[model].index_only


every_table = pytest.mark.parametrize("model", first_of_each(kind_of_table, ADMINS), ids=label)
every_table_of_the_bank = pytest.mark.parametrize("model", first_of_each(kind_of_table, MODELS), ids=label)


@dataclass(frozen=True)
class Response:
    """A response and the queries that it took."""

    response: HttpResponse
    queries: list[str]

    @property
    def context(self) -> Any:
        return self.response.context

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return self.response.content.decode()

    @property
    def list(self) -> Any:
        return self.context["cl"]


def get(client: Client, address: str, **parameters: Any) -> Response:
    """Return the response of a page and its queries in all databases."""
    with ExitStack() as stack:
        captured = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
        response = client.get(address, parameters)
    return Response(response, [query["sql"] for each in captured for query in each.captured_queries])


def first_row(model: type[Model]) -> Any:
    return model._default_manager.order_by("pk").first()


__all__ = [
    "ADMINS",
    "MODELS",
    "SITE",
    "Response",
    "every_table",
    "every_table_of_the_bank",
    "first_row",
    "get",
    "label",
    "list_url",
    "page_url",
]
