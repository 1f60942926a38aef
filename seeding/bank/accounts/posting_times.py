"""The days and seconds at which everyday postings happen: the window of days, and the habits of each channel."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts import everyday_numbers, full_history_numbers
from seeding.bank.accounts.ledger_numbers import FULL_MONTHS, HOURS, ON_BUSINESS_DAYS
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.engine.arrays import DayNumber, FloatArray, Index, IntArray, Months, SecondOfDay
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.shares import SamplingTable, sampling_table

_SECONDS_PER_HOUR = 3600
_MONTHS_PER_YEAR = 12
_WEIGHT_UNIT = 10_000
LATEST_SECOND = 24 * _SECONDS_PER_HOUR - 2
"""Everyday postings happen before the last second of the day, which belongs to the month's end."""


@dataclass(frozen=True)
class Window:
    """The days of everyday postings: from the first day of the first full month to the last day of the history.

    `full_months` are numbers of months as the calendar counts them; `first` and `last` are day numbers, both included.
    """

    full_months: Months
    first: int
    last: int

    @property
    def months(self) -> Months:
        """The full months, and the month after them, which has begun or begins the next day."""
        return np.arange(self.full_months[0], self.full_months[-1] + 2)

    @property
    def is_long(self) -> bool:
        """Whether the window is longer than a year: prices rise in it, and transfers follow the flows of each year."""
        return len(self.full_months) > FULL_MONTHS + _MONTHS_PER_YEAR

    @property
    def days(self) -> DayNumber:
        """Every day of the window."""
        return np.arange(self.first, self.last + 1)

    def monthly_days(self, day_of_month: IntArray, calendar: Calendar) -> tuple[Index, DayNumber]:
        """Return when something happens that row i of `day_of_month` does on that day of every month of the window.

        Returns the index of the row and the day number, one of each per time.
        """
        index, month = (axis.ravel() for axis in np.meshgrid(np.arange(len(day_of_month)), self.months, indexing="ij"))
        day = calendar.day_in_month(month, day_of_month[index])
        in_window = day <= self.last
        return index[in_window], day[in_window]


@node(stream="ledger window")
def window(layout: Layout, calendar: Calendar) -> Window:
    """Return the window: on the first day on which the bank is seen, it has three full months, the last ones.

    A month is full if its last day is not after the last day of the history. In a full history the window begins before
    the first customer joined.
    """
    running_month, month_after = (int(month) for month in calendar.month(np.array([layout.start, layout.until]) + 1))
    first_month = running_month - FULL_MONTHS
    if layout.is_full:
        first_month = int(calendar.month(calendar.years_before(np.array([layout.start]), JOINED_YEARS))[0])
    full_months = np.arange(first_month, month_after)
    return Window(full_months, int(calendar.month_first(full_months)[0]), layout.until)


@dataclass(frozen=True)
class Clock:
    """Draws days of the window and seconds of the day by the habits of a channel.

    `quarters` is the number of full months of the window, divided by three, and `pace` is how often activities happen,
    relative to a window of three full months and no further day.
    `business_days_before` and `shopping_days_before` hold the weight of all days of the window before each of them, and
    of all: shopping follows weekdays, paydays and months. The sampling tables hold days after `first`, and seconds of
    the day by channel.
    """

    first: int
    last: int
    quarters: float
    pace: float
    business_day_table: SamplingTable
    shopping_day_table: SamplingTable
    business_days_before: IntArray
    shopping_days_before: IntArray
    second_tables: Mapping[str, SamplingTable]

    def days(self, draw: Draw, column: str, rows: Rows, channel: str) -> DayNumber:
        """Return a day per row: a business day by some channels, else more often at weekends and after paydays."""
        table = self.business_day_table if channel in ON_BUSINESS_DAYS else self.shopping_day_table
        return self.first + draw.pick(column, rows, table)

    def weights_before(self, channel: str) -> IntArray:
        """Return the weight of the days of the window before each day, and of all, for a channel."""
        return self.business_days_before if channel in ON_BUSINESS_DAYS else self.shopping_days_before

    def seconds(self, draw: Draw, column: str, rows: Rows, channel: str) -> SecondOfDay:
        """Return a second of the day per row, by the hours of the channel."""
        return draw.pick(column, rows, self.second_tables[channel])


@node(stream="ledger clock")
def clock(window: Window, calendar: Calendar) -> Clock:
    """Return the clock of the window."""
    days = window.days
    weights = np.array(everyday_numbers.WEEKDAYS)[calendar.weekday(days)]
    day_of_month = days - calendar.month_first(calendar.month(days)) + 1
    for payday in everyday_numbers.PAYDAYS:
        after_payday = (day_of_month >= payday) & (day_of_month < payday + everyday_numbers.PAYDAY_DAYS)
        weights[after_payday] *= everyday_numbers.PAYDAY_FACTOR
    seasonal = weights * np.array(full_history_numbers.MONTHS_OF_SPENDING)[calendar.month(days) % _MONTHS_PER_YEAR]
    return Clock(
        first=window.first,
        last=window.last,
        quarters=len(window.full_months) / FULL_MONTHS,
        pace=_pace(window, calendar),
        business_day_table=sampling_table(calendar.is_business(days).astype(np.float64)),
        shopping_day_table=sampling_table(weights),
        business_days_before=_before(calendar.is_business(days).astype(np.float64)),
        shopping_days_before=_before(seasonal),
        second_tables={
            channel: sampling_table(np.repeat(hours, _SECONDS_PER_HOUR)) for channel, hours in HOURS.items()
        },
    )


def _before(weights: FloatArray) -> IntArray:
    """Return the whole-numbered weight of the days before each day, and of all."""
    return np.append(0, np.cumsum(np.round(weights * _WEIGHT_UNIT).astype(np.int64)))


def _pace(window: Window, calendar: Calendar) -> float:
    """Return how often activities happen, relative to a window of three full months and no further day."""
    days_after = window.last - int(calendar.month_last(window.full_months[-1:])[0])
    part = min(1.0, days_after / everyday_numbers.DAYS_OF_REGULAR_POSTINGS)
    return len(window.full_months) / FULL_MONTHS - everyday_numbers.FEWER_AFTER_FULL_MONTHS * part
