"""Periods of an account statement: a month, a quarter, a year, or a range of dates."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
MAX_MONTHS, MAX_QUARTERS, MAX_YEARS = 24, 8, 10
"""Periods of each kind that can be selected."""
_NAMED = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|-Q(?P<quarter>[1-4]))?", re.ASCII)


class PeriodError(ValueError):
    """An invalid period; the message is a sentence for the user."""


@dataclass(frozen=True)
class Period:
    """The dates from `first` to `last`, both included. `key` is its name in an address; empty for a range."""

    first: date
    last: date
    key: str = ""

    @property
    def end(self) -> date:
        """The day after the last."""
        return self.last + timedelta(days=1)

    def __str__(self) -> str:
        if re.fullmatch(r"\d{4}-\d\d", self.key):
            return f"{self.first:%B %Y}"
        if "Q" in self.key:
            return f"{self.key[-2:]} {self.first.year}"
        return self.key or f"{self.first.isoformat()} to {self.last.isoformat()}"


def month(day: date) -> Period:
    """Return the month of a date."""
    return _months(day.year, day.month, 1, f"{day:%Y-%m}")


def quarter(day: date) -> Period:
    """Return the quarter of a date."""
    number = (day.month - 1) // 3
    return _months(day.year, number * 3 + 1, 3, f"{day.year}-Q{number + 1}")


def year(day: date) -> Period:
    """Return the year of a date."""
    return _months(day.year, 1, 12, str(day.year))


def requested_period(parameters: Mapping[str, str]) -> Period | None:
    """Return the period in an address's query parameters; None if there is none. Raises PeriodError."""
    first, last = parameters.get("from", "").strip(), parameters.get("to", "").strip()
    key = parameters.get("period", "").strip()
    if first or last:
        return _range(first, last)
    return _named(key) if key else None


def available_periods(first: date, last: date) -> dict[str, list[Period]]:
    """Return the periods that can be selected for an account with transactions from `first` to `last`, newest first."""
    return {
        "Months": list(_backwards(month, first, last, MAX_MONTHS)),
        "Quarters": list(_backwards(quarter, first, last, MAX_QUARTERS)),
        "Years": list(_backwards(year, first, last, MAX_YEARS)),
    }


def _range(first: str, last: str) -> Period:
    if not first or not last:
        raise PeriodError("A range needs a first and a last date.")
    period = Period(_date(first), _date(last))
    if period.first > period.last:
        raise PeriodError(f"The first date, {first}, is after the last, {last}.")
    return period


def _date(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise PeriodError(f"“{given[:40]}” isn't a date (use YYYY-MM-DD).") from None
    if not EARLIEST <= day <= LATEST:
        raise PeriodError(f"{given} is outside {EARLIEST.year} to {LATEST.year}.")
    return day


def _named(key: str) -> Period:
    found = _NAMED.fullmatch(key)
    if not found:
        raise PeriodError(f"“{key[:40]}” isn't a period (use YYYY-MM, YYYY-Q1 or YYYY).")
    if found["quarter"]:
        return quarter(_date(f"{found['year']}-{int(found['quarter']) * 3:02}-01"))
    if found["month"]:
        return month(_date(f"{key}-01"))
    return year(_date(f"{key}-01-01"))


def _months(start_year: int, start_month: int, months: int, key: str) -> Period:
    passed = start_month + months - 1
    after = date(start_year + passed // 12, passed % 12 + 1, 1)
    return Period(date(start_year, start_month, 1), after - timedelta(days=1), key)


def _backwards(period_of: Callable[[date], Period], first: date, last: date, at_most: int) -> Iterator[Period]:
    period = period_of(last)
    for _ in range(at_most):
        yield period
        if period.first <= first:
            return
        period = period_of(period.first - timedelta(days=1))
