"""How values look on a page: amounts, shares, days, times, badges. Each gives HTML that is safe to show."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
LONGEST_IN_A_LIST = 70

GOOD = frozenset(
    [
        "active",
        "verified",
        "completed",
        "complete",
        "paid",
        "paid_off",
        "approved",
        "resolved",
        "filed",
        "passed",
        "submitted",
        "cleared",
        "low",
        "yes",
        "reinstatement",
        "converted",
        "purchased",
        "matured",
        "AAA",
        "AA",
        "A",
    ]
)
WATCH = frozenset(
    [
        "pending",
        "dormant",
        "under_review",
        "investigating",
        "on_leave",
        "in_progress",
        "enrolled",
        "draft",
        "late",
        "medium",
        "restructured",
        "expired",
        "follow_up_needed",
        "open",
        "lapsed",
        "BBB",
        "BB",
        "B",
        "review",
        "escalated",
        "lapse",
        "modification",
        "running",
        "interrupted",
    ]
)
BAD = frozenset(
    [
        "frozen",
        "closed_by_bank",
        "rejected",
        "defaulted",
        "missed",
        "failed",
        "reversed",
        "high",
        "critical",
        "terminated",
        "flagged",
        "dropped",
        "cancellation",
        "cancelled",
        "unsubscribed",
        "CCC",
        "C",
    ]
)
QUIET = frozenset(["closed", "withdrawn", "false_positive", "inactive", "no"])
TONES = {
    **dict.fromkeys(GOOD, "good"),
    **dict.fromkeys(WATCH, "watch"),
    **dict.fromkeys(BAD, "bad"),
    **dict.fromkeys(QUIET, "quiet"),
}


def is_status(values: list[Any]) -> bool:
    """Return whether a list of values says how things stand, and so is shown in color; kinds of things are not."""
    return any(value in TONES for value in values)


def badge(value: str, label: str) -> SafeString:
    """Return a status as a small colored badge."""
    return format_html('<span class="bank-badge bank-{}">{}</span>', TONES.get(value, "quiet"), label)


def flag(value: bool) -> SafeString:
    """Return yes or no."""
    return format_html('<span class="bank-flag bank-flag-{}">{}</span>', *(("yes", "yes") if value else ("no", "no")))


def plain_amount(amount: Decimal) -> str:
    """Return an amount with thousands separators, a true minus sign and two decimals."""
    return f"{amount:,.2f}".replace("-", MINUS)


def money(amount: Decimal, currency: str | None) -> SafeString:
    """Return an amount, which columns align by its last digit, and its currency."""
    sign = "bank-debit" if amount < 0 else "bank-credit"
    unit = format_html(' <span class="bank-unit">{}</span>', currency) if currency else ""
    return format_html('<span class="bank-amount {}">{}{}</span>', sign, plain_amount(amount), unit)


def percent(share: Decimal) -> SafeString:
    """Return a fraction as a percentage."""
    return format_html('<span class="bank-amount">{}{}</span>', f"{share * 100:.2f}", " %")


def share_in_words(share: float) -> str:
    """Return a share as charts say it, in whole percent."""
    return "< 1 %" if 0 < share < 0.01 else f"{share * 100:.0f} %"


def count(number: int) -> SafeString:
    """Return a whole number with thousands separators."""
    return format_html('<span class="bank-amount">{}</span>', f"{number:,}".replace("-", MINUS))


def day(value: date) -> SafeString:
    """Return a day as ISO 8601 has it."""
    return format_html('<time class="bank-date" datetime="{0}">{0}</time>', value.isoformat())


def moment(value: datetime, *, full: bool) -> SafeString:
    """Return a time in UTC, to the second where there is room."""
    utc = value.astimezone(UTC)
    return format_html(
        '<time class="bank-date" datetime="{}" title="{}">{} <span class="bank-clock">{}</span></time>',
        utc.isoformat(),
        f"{utc:%H:%M:%S} UTC",
        utc.date().isoformat(),
        f"{utc:%H:%M:%S} UTC" if full else f"{utc:%H:%M}",
    )


def text(value: str, *, full: bool) -> SafeString | str:
    """Return a text, cut where it would make a list's row too long."""
    if full or len(value) <= LONGEST_IN_A_LIST:
        return format_html('<span class="bank-text">{}</span>', value) if " " in value else value
    return format_html('<span class="bank-text" title="{}">{}…</span>', value, value[: LONGEST_IN_A_LIST - 1].rstrip())


def code(value: str) -> SafeString:
    """Return an id or a number that is no quantity."""
    return format_html('<span class="bank-code">{}</span>', value)
