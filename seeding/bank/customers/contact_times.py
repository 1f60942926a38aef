"""The days, seconds and durations of contacts, drawn to suit their channels."""

from collections.abc import Sequence

import numpy as np

from seeding.bank.customers.channels import CHANNELS, WEB
from seeding.bank.customers.service_numbers import Duration
from seeding.engine.arrays import BoolArray, Code, DayNumber, IntArray, SecondOfDay
from seeding.engine.calendar import Calendar
from seeding.engine.columns import NO_NUMBER
from seeding.engine.draw import Draw
from seeding.engine.rows import Rows
from seeding.engine.shares import Range, sampling_table

_SECONDS_PER_HOUR = 3_600
_STAFFED = np.array([channel.staffed for channel in CHANNELS])
_SECONDS = tuple(sampling_table(np.repeat(channel.hours, _SECONDS_PER_HOUR)) for channel in CHANNELS)
"""By channel: the seconds of the day, each as often as its hour is likely."""
_ANY_DURATION = Duration(1, Range(1, 1))
"""Stands in for a duration that does not exist; its draws are dropped."""


def possible_channels(channel: Code, has_business_day: BoolArray) -> Code:
    """Return the channels, with the web instead of a staffed channel for rows without a business day."""
    return np.where(_STAFFED[channel] & ~has_business_day, WEB, channel)


def contact_days(
    draw: Draw, column: str, rows: Rows, channel: Code, first: DayNumber, last: DayNumber, calendar: Calendar
) -> DayNumber:
    """Return a day per row from `first` to `last`: a business day on staffed channels."""
    day = draw.dates(column, rows, first, last)
    staffed = _STAFFED[channel]
    begin = calendar.business_index(first[staffed])
    end = calendar.business_index(last[staffed] + 1)
    nth_business_day = draw.integers(f"{column}/business", rows.where(staffed), begin, end - 1) - begin
    day[staffed] = calendar.next_business(first[staffed], after=nth_business_day)
    return day


def staffed_days(day: DayNumber, channel: Code, first: DayNumber, calendar: Calendar) -> DayNumber:
    """Return the days, on staffed channels moved to the last business day before, or to the next if that is too early.

    `first` is the first possible day of each row.
    """
    before = calendar.last_business(day)
    business_day = np.where(before >= first, before, calendar.next_business(first))
    return np.where(_STAFFED[channel], business_day, day)


def contact_seconds(draw: Draw, column: str, rows: Rows, channel: Code) -> SecondOfDay:
    """Return a second of the day per row, distributed as the hours of its channel."""
    second = np.empty(len(rows), np.int64)
    for code, seconds in enumerate(_SECONDS):
        selected = channel == code
        second[selected] = draw.pick(column, rows.where(selected), seconds)
    return second


def durations(
    draw: Draw, column: str, rows: Rows, code: Code, durations_by_code: Sequence[Duration | None]
) -> IntArray:
    """Return how long each row takes, in the unit of the duration of its code; NO_NUMBER where that is None."""
    known = [duration or _ANY_DURATION for duration in durations_by_code]
    median, spread, low, high = np.array(
        [(duration.median, duration.spread, duration.range.low, duration.range.high) for duration in known]
    ).T
    length = np.round(draw.lognormal(column, rows, median, spread, low, high, group=code)).astype(np.int64)
    takes_none = np.array([duration is None for duration in durations_by_code])
    return np.where(takes_none[code], NO_NUMBER, length)
