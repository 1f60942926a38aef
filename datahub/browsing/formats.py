"""HTML of single values: amounts, percentages, dates, times, texts."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

NO_VALUE = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
MAX_CHARACTERS_IN_LISTS = 80


def yes_no(value: bool) -> SafeString:
    """Return "yes" or "no"."""
    word = "yes" if value else "no"
    return format_html('<span class="bank-flag bank-flag-{}">{}</span>', word, word)


def plain_amount(amount: Decimal) -> str:
    """Return an amount as text, with thousands separators, a minus sign (not a hyphen) and two decimals."""
    return f"{amount:,.2f}".replace("-", MINUS)


def money(amount: Decimal, currency: str | None) -> SafeString:
    """Return an amount and, if it is given, its currency."""
    sign = "bank-debit" if amount < 0 else "bank-credit"
    unit = format_html(' <span class="bank-unit">{}</span>', currency) if currency else ""
    return format_html('<span class="bank-amount {}">{}{}</span>', sign, plain_amount(amount), unit)


def percent(fraction: Decimal) -> SafeString:
    """Return a fraction as a percentage with two decimals."""
    return format_html('<span class="bank-amount">{}{}</span>', f"{fraction * 100:.2f}", " %")


def whole_percent(fraction: float) -> str:
    """Return a fraction as a whole percentage, as charts show it; "< 1 %" for a smaller one above zero."""
    return "< 1 %" if 0 < fraction < 0.01 else f"{fraction * 100:.0f} %"


def integer(number: int) -> SafeString:
    """Return a whole number with thousands separators."""
    return format_html('<span class="bank-amount">{}</span>', f"{number:,}".replace("-", MINUS))


def iso_date(value: date) -> SafeString:
    """Return a date in ISO 8601."""
    return format_html('<time class="bank-date" datetime="{0}">{0}</time>', value.isoformat())


def timestamp(value: datetime, *, full: bool) -> SafeString:
    """Return a time in UTC, to the minute in a list and to the second where there is room (`full`)."""
    utc = value.astimezone(UTC)
    return format_html(
        '<time class="bank-date" datetime="{}" title="{}">{} <span class="bank-clock">{}</span></time>',
        utc.isoformat(),
        f"{utc:%H:%M:%S} UTC",
        utc.date().isoformat(),
        f"{utc:%H:%M:%S} UTC" if full else f"{utc:%H:%M}",
    )


def text(value: str, *, full: bool) -> SafeString | str:
    """Return a text, truncated in a list and whole where there is room (`full`)."""
    if full or len(value) <= MAX_CHARACTERS_IN_LISTS:
        return format_html('<span class="bank-text">{}</span>', value) if " " in value else value
    short = Truncator(value).chars(MAX_CHARACTERS_IN_LISTS)
    return format_html('<span class="bank-text" title="{}">{}</span>', value, short)


def email_address(address: str) -> SafeString:
    """Return an email address that may be wrapped before its domain, and is otherwise whole."""
    name, at, domain = address.rpartition("@")
    return format_html("{}<wbr>{}{}", name, at, domain) if at else format_html("{}", address)


def mapping(value: Mapping[str, Any]) -> SafeString:
    """Return the pairs of a JSON object; in it, a list of two numbers is a range."""
    return format_html('<span class="bank-mapping">{}</span>', _pairs(value))


def _pairs(value: Any) -> str:
    match value:
        case dict():
            return ", ".join(
                f"{name} ({_pairs(inner)})" if isinstance(inner, dict) else f"{name} {_pairs(inner)}"
                for name, inner in value.items()
            )
        case [low, high]:
            return f"{low}" if low == high else f"{low} to {high}"
    return str(value)


def code(value: str) -> SafeString:
    """Return a key or a business number, in the style of code."""
    return format_html('<span class="bank-code">{}</span>', value)
