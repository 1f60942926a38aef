"""Columns of lists and details, made from a model's fields: what each shows, whether it sorts, where it leads."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString

from datahub.browsing import formats
from datahub.browsing.links import link, page_url
from datahub.browsing.model_fields import AnyField, has_name, is_key, page_model, target_of
from datahub.browsing.soft_keys import SoftKey

CENTS = 2
"""Decimal places of money; columns with more hold fractions: rates, ratios, probabilities."""

HOME_CURRENCY = "USD"
"""Goes without saying in lists."""


class ShownColumn:
    """One column of a table, as Django's admin takes a callable in `list_display`.

    `currency` is an ISO code or the path, from the row, to one. `sortable` says whether the list may be sorted by it.
    """

    def __init__(self, field: AnyField, *, currency: str, soft_key: SoftKey | None, sortable: bool) -> None:
        self.field = field
        self.short_description = label_of(field)
        # Both themes write the name into the class of the column's cells, and so align its numbers.
        self.__name__ = f"{field.name} bank-number" if is_number(field) else field.name
        if sortable:
            # By the key itself: by the name of the relation, Django would join the target for its ordering.
            self.admin_order_field = field.attname
        self._currency = currency
        self._soft_key = soft_key
        self._is_status = formats.is_status([value for value, _ in field.flatchoices])

    def __call__(self, row: models.Model) -> SafeString | str:
        """Return the value as a list shows it."""
        return self.shown(row, full=False)

    def holds_something(self, row: models.Model) -> bool:
        """Return whether the row has a value in this column."""
        return getattr(row, self.field.attname) not in (None, "")

    def shown(self, row: models.Model, *, full: bool) -> SafeString | str:
        """Return the value of a row, linked where it names another one; `full` where there is room."""
        value = getattr(row, self.field.attname)
        if not self.holds_something(row):
            return formats.NOTHING
        if self.field.primary_key:
            return formats.code(value) if full else link(page_url(type(row), value), formats.code(value))
        if is_key(self.field):
            return linked_key(row, self.field)
        address = getattr(row, address_attribute(self.field), None)
        if address:
            return link(address, formats.code(value))
        return self._formatted(row, value, full=full)

    def _formatted(self, row: models.Model, value: Any, *, full: bool) -> SafeString | str:
        if self.field.flatchoices:
            label = str(dict(self.field.flatchoices).get(value, value))
            return formats.badge(value, label) if self._is_status else label
        match value:
            case bool():
                return formats.flag(value)
            case Decimal() if getattr(self.field, "decimal_places", 0) == CENTS:
                currency = currency_of(row, self._currency)
                return formats.money(value, currency if full or currency != HOME_CURRENCY else None)
            case Decimal():
                return formats.percent(value)
            case int():
                return formats.count(value)
            case datetime():
                return formats.moment(value, full=full)
            case date():
                return formats.day(value)
        return formats.text(str(value), full=full)

    @property
    def soft_key(self) -> SoftKey | None:
        """How the text of this column names a row, if it does."""
        return self._soft_key


def label_of(field: AnyField) -> str:
    """Return the heading of a column."""
    return str(field.verbose_name).removesuffix(" id")


def is_number(field: AnyField) -> bool:
    """Return whether a column holds quantities, which are aligned to the right."""
    quantity = isinstance(field, models.DecimalField | models.IntegerField)
    return quantity and not field.primary_key and not is_key(field)


def currency_of(row: models.Model, path: str) -> str | None:
    """Return the currency at the end of a path such as `account.currency`; what is no path is one itself."""
    if path.isupper():
        return path
    key, _, column = path.rpartition(".")
    # Only what was fetched already: a page must not ask again for each of its rows.
    holder = row._state.fields_cache.get(key) if key else row
    return getattr(holder, column, None)


def address_attribute(field: AnyField) -> str:
    """Return the attribute that a row keeps the address in which a text column leads to."""
    return f"{field.attname}_address"


def linked_key(row: models.Model, field: AnyField) -> SafeString:
    """Return a key as a link to its row, by name where the row was looked up and has one."""
    key = getattr(row, field.attname)
    target = target_of(field)
    known = row._state.fields_cache.get(field.name)
    address = page_url(page_model(target), known.pk if known else key)
    if known is None or not has_name(target):
        return link(address, formats.code(key))
    return link(address, format_html("{}", known), title=str(key))


def locate(rows: list[models.Model], shown: list[ShownColumn]) -> None:
    """Look up where the text columns of some rows lead, with at most one query a column."""
    for column in shown:
        if column.soft_key is None:
            continue
        addresses = column.soft_key.addresses(rows, column.field.attname)
        for row in rows:
            address = addresses.get(getattr(row, column.field.attname))
            setattr(row, address_attribute(column.field), address)
