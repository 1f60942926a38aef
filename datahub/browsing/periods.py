"""Periods that a statement is asked for: a month, a quarter, a year, or any days."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
MONTHS_OFFERED, QUARTERS_OFFERED, YEARS_OFFERED = 24, 8, 10
_NAMED = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|-Q(?P<quarter>[1-4]))?", re.ASCII)


class PeriodError(ValueError):
    """A period that cannot be, in one line for whoever asked for it."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included. `key` is its name in an address; empty for any days."""

    first: date
    last: date
    key: str = ""

    @property
    def past(self) -> date:
        """The first day after it."""
        return self.last + timedelta(days=1)

    def __str__(self) -> str:
        if re.fullmatch(r"\d{4}-\d\d", self.key):
            return f"{self.first:%B %Y}"
        if "Q" in self.key:
            return f"{self.key[-2:]} {self.first.year}"
        return self.key or f"{self.first.isoformat()} to {self.last.isoformat()}"


def month(day: date) -> Period:
    """Return the month that a day lies in."""
    return _months(day.year, day.month, 1, f"{day:%Y-%m}")


def quarter(day: date) -> Period:
    """Return the quarter that a day lies in."""
    number = (day.month - 1) // 3
    return _months(day.year, number * 3 + 1, 3, f"{day.year}-Q{number + 1}")


def year(day: date) -> Period:
    """Return the year that a day lies in."""
    return _months(day.year, 1, 12, str(day.year))


def asked(parameters: Mapping[str, str]) -> Period | None:
    """Return the period that an address asks for, None where it asks for none. Raises PeriodError."""
    first, last = parameters.get("from", "").strip(), parameters.get("to", "").strip()
    key = parameters.get("period", "").strip()
    if first or last:
        return _days(first, last)
    return _named(key) if key else None


def offered(first: date, last: date) -> dict[str, list[Period]]:
    """Return what can be chosen for an account that has rows from one day to another, newest first."""
    return {
        "Months": list(_back(month, first, last, MONTHS_OFFERED)),
        "Quarters": list(_back(quarter, first, last, QUARTERS_OFFERED)),
        "Years": list(_back(year, first, last, YEARS_OFFERED)),
    }


def _days(first: str, last: str) -> Period:
    if not first or not last:
        raise PeriodError("a period of your own needs both its first and its last day")
    period = Period(_day(first), _day(last))
    if period.first > period.last:
        raise PeriodError(f"the first day, {first}, lies after the last, {last}")
    return period


def _day(given: str) -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise PeriodError(f"“{given[:40]}” is no day; write it as 2026-01-31") from None
    if not EARLIEST <= day <= LATEST:
        raise PeriodError(f"{given} lies outside {EARLIEST.year} to {LATEST.year}")
    return day


def _named(key: str) -> Period:
    found = _NAMED.fullmatch(key)
    if not found:
        raise PeriodError(f"“{key[:40]}” is no period; write 2026-01, 2026-Q1 or 2026")
    if found["quarter"]:
        return quarter(_day(f"{found['year']}-{int(found['quarter']) * 3:02}-01"))
    if found["month"]:
        return month(_day(f"{key}-01"))
    return year(_day(f"{key}-01-01"))


def _months(start_year: int, start_month: int, months: int, key: str) -> Period:
    past = start_month + months - 1
    after = date(start_year + past // 12, past % 12 + 1, 1)
    return Period(date(start_year, start_month, 1), after - timedelta(days=1), key)


def _back(period_of: Callable[[date], Period], first: date, last: date, at_most: int) -> Iterator[Period]:
    period = period_of(last)
    for _ in range(at_most):
        yield period
        if period.first <= first:
            return
        period = period_of(period.first - timedelta(days=1))
