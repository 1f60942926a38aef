"""Columns of the admin's tables, derived from a model's fields: heading, HTML of a value, sort order, link."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from datahub.browsing import badges, formats
from datahub.browsing.links import link, page_url
from datahub.browsing.model_fields import AnyField, has_name, is_key, label_of, page_model, target_of
from datahub.browsing.soft_keys import SoftKey

MONEY_DECIMALS = 2
"""Decimal places of amounts; columns with more hold fractions: rates, ratios, probabilities."""

EMAIL = "email"
"""The name of columns of email addresses."""

HOME_CURRENCY = "USD"
"""Lists show other currencies only."""


class TableColumn:
    """A column of a table: a callable that returns its HTML for a row, as Django's `list_display` takes it.

    `currency` is an ISO code or the path from the row to one. `sortable` tells whether the list sorts by the column.
    """

    def __init__(self, field: AnyField, *, currency: str, soft_key: SoftKey | None, sortable: bool) -> None:
        self.field = field
        self.short_description = label_of(field)
        # Both themes write the name into the CSS class of the column's cells, which aligns numbers right.
        self.__name__ = f"{field.name} bank-number" if is_quantity(field) else field.name
        if sortable:
            # By the key's own column: for the relation Django would join the target to sort by its ordering.
            self.admin_order_field = field.attname
        self._currency = currency
        self._soft_key = soft_key
        self._has_tones = badges.has_tones(field)

    def __call__(self, row: models.Model) -> SafeString | str:
        """Return the HTML of a row's value for a list."""
        return self.render(row, full=False)

    def has_value(self, row: models.Model) -> bool:
        """Return whether the row has a value in this column."""
        return getattr(row, self.field.attname) not in (None, "")

    def render(self, row: models.Model, *, full: bool) -> SafeString | str:
        """Return the HTML of a row's value, linked if it identifies another row; `full` where there is room."""
        value = getattr(row, self.field.attname)
        if not self.has_value(row):
            return formats.NO_VALUE
        if self.field.primary_key:
            return formats.code(value) if full else link(page_url(type(row), value), formats.code(value))
        if is_key(self.field):
            return linked_key(row, self.field)
        address = getattr(row, address_attribute(self.field), None)
        if address:
            return link(address, formats.code(value))
        if full and self.field.name == EMAIL:
            return formats.email_address(value)
        return self._formatted(row, value, full=full)

    def _formatted(self, row: models.Model, value: Any, *, full: bool) -> SafeString | str:
        if self.field.flatchoices:
            if self._has_tones:
                return badges.value_badge(self.field, value)
            return badges.label_of_value(self.field, value)
        match value:
            case bool():
                return formats.yes_no(value)
            case Decimal() if getattr(self.field, "decimal_places", 0) == MONEY_DECIMALS:
                currency = currency_of(row, self._currency)
                return formats.money(value, currency if full or currency != HOME_CURRENCY else None)
            case Decimal():
                return formats.percent(value)
            case int():
                return formats.integer(value)
            case datetime():
                return formats.timestamp(value, full=full)
            case date():
                return formats.iso_date(value)
            case dict():
                return formats.mapping(value)
        return formats.text(str(value), full=full)

    @property
    def soft_key(self) -> SoftKey | None:
        """The soft key by which this column identifies another row; None for most columns."""
        return self._soft_key


def is_quantity(field: AnyField) -> bool:
    """Return whether a column holds numbers other than keys; they are aligned to the right."""
    quantity = isinstance(field, models.DecimalField | models.IntegerField)
    return quantity and not field.primary_key and not is_key(field)


def currency_of(row: models.Model, path: str) -> str | None:
    """Return the currency at the end of a path such as `account.currency`; an ISO code is returned as it is."""
    if path.isupper():
        return path
    key, _, column = path.rpartition(".")
    # Only from rows that were prefetched: a page must not run a query per row.
    holder = row._state.fields_cache.get(key) if key else row
    return getattr(holder, column, None)


def address_attribute(field: AnyField) -> str:
    """Return the attribute of a row in which `attach_addresses` stores where a soft key leads."""
    return f"{field.attname}_address"


def linked_key(row: models.Model, field: AnyField) -> SafeString:
    """Return a foreign key as a link to its row, shown by its name if the row was prefetched and has one."""
    key = getattr(row, field.attname)
    target = target_of(field)
    known = row._state.fields_cache.get(field.name)
    address = page_url(page_model(target), known.pk if known else key)
    if known is None or not has_name(target):
        return link(address, formats.code(key))
    return link(address, format_html("{}", known), title=str(key))


def attach_addresses(rows: list[models.Model], columns: list[TableColumn]) -> None:
    """Store in each row the addresses that its soft keys lead to, with at most one query per column."""
    for column in columns:
        if column.soft_key is None:
            continue
        addresses = column.soft_key.addresses(rows, column.field.attname)
        for row in rows:
            address = addresses.get(getattr(row, column.field.attname))
            setattr(row, address_attribute(column.field), address)
