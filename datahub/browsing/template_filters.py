"""Filters that the bank's templates use; settings name them to Django as the library `bank`."""

from decimal import Decimal

from django import template

from datahub.browsing.formats import plain_amount

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Write an amount with thousands separators; nothing for none."""
    return "" if value is None else plain_amount(value)
