"""Addresses of the admin's pages, and HTML links to rows in any of the databases."""

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

KEY_PLACEHOLDER = "KEY"
SAFE_CHARACTERS = f"{RFC3986_SUBDELIMS}/~:@"
"""Characters of a key that Django's `reverse` does not quote either."""


def list_url(model: type[models.Model], **lookups: Any) -> str:
    """Return the address of a model's list, filtered by lookups."""
    options = model._meta
    address = reverse(f"admin:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{urlencode(lookups, doseq=True)}" if lookups else address


def page_url(model: type[models.Model], key: Any, page: str = "change") -> str:
    """Return the address of a page of one row."""
    before, after = _around_key(model, page)
    return f"{before}{url_quote(str(quote(key)), safe=SAFE_CHARACTERS)}{after}"


@cache
def _around_key(model: type[models.Model], page: str) -> tuple[str, str]:
    """Return the parts of a page's address before and after the key; cached, for `reverse` is slow per link."""
    options = model._meta
    name = f"admin:{options.app_label}_{options.model_name}_{page}"
    before, _, after = reverse(name, args=[KEY_PLACEHOLDER]).partition(KEY_PLACEHOLDER)
    return before, after


def referring_list_url(field: AnyField, key: Any) -> str:
    """Return the address of the list of rows whose foreign key `field` has the value `key`."""
    return list_url(field.model, **{f"{field.name}__exact": key})


def link(address: str, text: Any, title: str = "") -> SafeString:
    """Return an HTML link; `title` is shown when the pointer rests on it."""
    return format_html('<a class="bank-link" href="{}" title="{}">{}</a>', address, title, text)
