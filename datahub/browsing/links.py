"""Addresses of the admin's pages, and links to rows in whichever database they are."""

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
