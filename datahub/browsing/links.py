"""Addresses of the admin's pages, and links to rows in whichever database they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.safestring import SafeString

from datahub.browsing.model_fields import AnyField

KEY = "KEY"
"""Holds the place of a row's key."""
UNQUOTED = f"{RFC3986_SUBDELIMS}/~:@"
"""Characters of a key that Django leaves as they are in an address."""


def list_url(model: type[models.Model], **lookups: Any) -> str:
    """Return the address of a model's list, narrowed down by lookups."""
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{urlencode(lookups)}" if lookups else address


def page_url(model: type[models.Model], key: Any, page: str = "change") -> str:
    """Return the address of a page of one row."""
    before, after = _around_key(model, page)
    return f"{before}{url_quote(str(quote(key)), safe=UNQUOTED)}{after}"


@cache
def _around_key(model: type[models.Model], page: str) -> tuple[str, str]:
    """Return what stands before and after a row's key in an address: looking it up for each link is slow."""
    options = model._meta
    before, _, after = reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[KEY]).partition(KEY)
    return before, after


def list_of_referring(field: AnyField, key: Any) -> str:
    """Return the address of the list of rows whose key `field` names a row."""
    return list_url(field.model, **{f"{field.name}__exact": key})


def link(address: str, text: Any, title: str = "") -> SafeString:
    """Return a link."""
    return format_html('<a class="bank-link" href="{}" title="{}">{}</a>', address, title, text)


@dataclass(frozen=True)
class NamedByNumber:
    """A text column that holds, for some rows, a business number of `model` in its column `number`."""

    model: type[models.Model]
    number: str

    def addresses(self, rows: list[models.Model], column: str) -> dict[Any, str]:
        """Return the addresses of those rows that the column names, by value, with a single look."""
        numbers = {getattr(row, column) for row in rows} - {None, ""}
        if not numbers:
            return {}
        found = self.model._default_manager.filter(**{f"{self.number}__in": numbers}).values_list(self.number, "pk")
        return {number: page_url(self.model, key) for number, key in found}


@dataclass(frozen=True)
class NamedByKind:
    """A text column that holds the key of a row of the model that another column, `kind`, tells."""

    kind: str
    targets: Mapping[str, type[models.Model]]

    def addresses(self, rows: list[models.Model], column: str) -> dict[Any, str]:
        """Return the addresses of the rows that the column names, by value; nothing is looked up."""
        named = ((self.targets.get(getattr(row, self.kind)), getattr(row, column)) for row in rows)
        return {key: page_url(model, key) for model, key in named if model and key}


@dataclass(frozen=True)
class NamedByKey:
    """A text column that holds the key of a row of `model`."""

    model: type[models.Model]

    def addresses(self, rows: list[models.Model], column: str) -> dict[Any, str]:
        """Return the addresses of the rows that the column names, by value; nothing is looked up."""
        keys = {getattr(row, column) for row in rows} - {None, ""}
        return {key: page_url(self.model, key) for key in keys}


TextKey = NamedByNumber | NamedByKind | NamedByKey
