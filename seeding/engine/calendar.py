"""Days as integers since 1970-01-01, and tables gathered by day: month ends, business days, years.

Gathering from a table costs a tenth of computing the same per row.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import polars as pl

from seeding.engine.arrays import BoolArray, IntArray
from seeding.engine.bank_holidays import bank_holidays
from seeding.engine.days import day_number

FIRST = date(1900, 1, 1)
LAST = date(2199, 12, 31)
NO_DAY = np.iinfo(np.int32).min
"""Stands for the absence of a day; columns write it as null."""

_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """The bank's calendar from 1900 to 2199: business days are Monday to Friday but the Federal Reserve's holidays."""

    @cached_property
    def _days(self) -> pl.Series:
        return pl.date_range(FIRST, LAST, eager=True)

    @cached_property
    def _base(self) -> int:
        return day_number(FIRST)

    @cached_property
    def _month_start(self) -> IntArray:
        """First day of each month since January 1900, and of the month after the last."""
        starts = pl.date_range(FIRST, LAST + timedelta(days=1), interval="1mo", eager=True)
        return starts.to_physical().to_numpy().astype(np.int64)

    @cached_property
    def _month(self) -> IntArray:
        return np.searchsorted(self._month_start, np.arange(len(self._days)) + self._base, side="right") - 1

    @cached_property
    def _business(self) -> BoolArray:
        closed = self.weekday(np.arange(len(self._days)) + self._base) >= _SATURDAY
        closed[self.place(np.array([day_number(day) for day in bank_holidays()]))] = True
        return ~closed

    @cached_property
    def _business_days(self) -> IntArray:
        return np.flatnonzero(self._business) + self._base

    def place(self, days: IntArray) -> IntArray:
        """Return the place of each day in the calendar, from 0. Raises ValueError for a day outside the calendar."""
        places = np.asarray(days) - self._base
        if places.size and (places.min() < 0 or places.max() >= len(self._days)):
            raise ValueError(f"a day lies outside the calendar, {FIRST} to {LAST}")
        return places

    def weekday(self, days: IntArray) -> IntArray:
        """Return 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday."""
        return (days + 3) % 7

    def is_business(self, days: IntArray) -> BoolArray:
        """Return which days are business days."""
        return self._business[self.place(days)]

    def business_index(self, days: IntArray) -> IntArray:
        """Return how many business days of the calendar lie before each day."""
        return np.searchsorted(self._business_days, days, side="left")

    def next_business(self, days: IntArray, after: int | IntArray = 0) -> IntArray:
        """Return the first business day on or after each day, or the one `after` business days later."""
        return self._business_days[self.business_index(days) + after]

    def last_business(self, days: IntArray) -> IntArray:
        """Return the last business day on or before each day."""
        return self._business_days[np.searchsorted(self._business_days, days, side="right") - 1]

    def month(self, days: IntArray) -> IntArray:
        """Return the number of each day's month, rising by one a month."""
        return self._month[self.place(days)]

    def month_first(self, months: IntArray) -> IntArray:
        """Return the first day of each month."""
        return self._month_start[months]

    def month_last(self, months: IntArray) -> IntArray:
        """Return the last day of each month."""
        return self._month_start[np.asarray(months) + 1] - 1

    def day_in_month(self, months: IntArray, day: int | IntArray) -> IntArray:
        """Return the given day, from 1, of each month, or the month's last where it is shorter."""
        return np.minimum(self.month_first(months) + day - 1, self.month_last(months))

    def months_later(self, days: IntArray, months: int | IntArray) -> IntArray:
        """Return the same day of the month so many months later, or that month's last."""
        month = self.month(days)
        return self.day_in_month(month + months, days - self.month_first(month) + 1)

    def months_between(self, days: IntArray, later: IntArray) -> IntArray:
        """Return how many whole months have passed from each day to a later one, as `months_later` counts them."""
        months = self.month(later) - self.month(days)
        return months - (self.months_later(days, months) > later)

    def years_before(self, days: IntArray, years: int | IntArray) -> IntArray:
        """Return the same day of the month so many years earlier; 29 February becomes the 28th."""
        return self.months_later(days, -12 * np.asarray(years))
