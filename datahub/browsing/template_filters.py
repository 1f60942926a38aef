"""Template filters of the bank; the settings register them as the library `bank`."""

import re
from datetime import date
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from datahub.browsing.formats import NO_VALUE, email_address, percent, plain_amount

register = template.Library()


@register.filter
def amount(value: Decimal | None) -> str:
    """Return an amount with thousands separators; an empty string for None."""
    return "" if value is None else plain_amount(value)


@register.filter
def percentage(share: Decimal) -> str:
    """Return a fraction as a percentage."""
    return percent(share)


@register.filter
def chart_value(value: Decimal | int | float | str | None) -> str:
    """Return a cell of a chart's table: an amount, a number, a text, or a dash for None."""
    match value:
        case None:
            return NO_VALUE
        case Decimal():
            return plain_amount(value)
        case int() | float():
            return f"{value:,}"
    return value


@register.filter
def invocation(command: str) -> str:
    """Return the line that runs a command of the project."""
    return str(settings.INVOCATION(command))


@register.filter
def breakable(name: str) -> SafeString:
    """Return an SQL name that may be wrapped after a dot or an underscore."""
    return format_html_join("", "{}<wbr>", ((part,) for part in re.split(r"(?<=[._])", name)))


@register.filter
def email(address: str | None) -> SafeString | str:
    """Return an email address that may be wrapped before its domain; a dash for None."""
    return email_address(address) if address else NO_VALUE


@register.filter
def isodate(value: date | None) -> str:
    """Return a date in ISO 8601; an empty string if there is none. Ten times as fast as Django's `date` filter."""
    return value.isoformat() if value else ""
