"""Filters that the bank's templates use; settings name them to Django as the library `bank`."""

from datetime import date
from decimal import Decimal

from django import template

from datahub.browsing.formats import NOTHING, percent, plain_amount

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Write an amount with thousands separators; nothing for none."""
    return "" if value is None else plain_amount(value)


@register.filter
def percentage(share: Decimal) -> str:
    """Write a fraction as a percentage."""
    return percent(share)


@register.filter
def figure(value: Decimal | int | str | None) -> str:
    """Write a figure of a chart: an amount, a number, or what stands beside them."""
    match value:
        case None:
            return NOTHING
        case Decimal():
            return plain_amount(value)
        case int():
            return f"{value:,}"
    return value


@register.filter
def isodate(value: date | None) -> str:
    """Write a day as ISO 8601 has it; nothing for none. Django's own filter takes ten times as long."""
    return "" if value is None else value.isoformat()
