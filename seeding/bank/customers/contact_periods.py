"""The days on which customers can be in touch with the bank, and how days and hours are drawn for a channel."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.profiles import Profiles
from seeding.engine.arrays import IntArray
from seeding.engine.calendar import Calendar
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.plan import Plan
from seeding.engine.rows import Rows
from seeding.engine.shares import sampling_table

_AT_DESK = np.isin(np.arange(len(numbers.CHANNELS)), (numbers.PHONE, numbers.BRANCH))


@dataclass(frozen=True)
class ContactPeriods(Rows):
    """For each customer of a block the first and the last day of contacts; `last` before `first` where there is none.

    `business` counts the business days between them: without one there is neither a call nor a visit.
    """

    first: IntArray
    last: IntArray
    business: IntArray


@node(stream="contact periods")
def contact_periods(customers: Customers, profiles: Profiles, plan: Plan, calendar: Calendar) -> ContactPeriods:
    """Begin the day after joining; end a year ago for dormant customers, before the closing for closed ones."""
    first = np.maximum(customers.joined + 1, plan.last_day - numbers.WINDOW_DAYS)
    last = np.where(
        customers.status == PERSON_CLOSED,
        profiles.updated - numbers.BEFORE_CLOSING_DAYS,
        np.where(customers.status == PERSON_DORMANT, plan.last_day - numbers.DORMANT_SILENT_DAYS, plan.last_day),
    )
    business = calendar.business_index(last + 1) - calendar.business_index(first)
    return ContactPeriods(customers.key, customers.cell, first, last, business)


def possible_channels(channel: IntArray, business: IntArray) -> IntArray:
    """Return the channels, the web instead of a desk that is not open on any of the customer's days."""
    return np.where(_AT_DESK[channel] & (business <= 0), numbers.WEB, channel)


def days(
    draw: Draw, column: str, rows: Rows, channel: IntArray, first: IntArray, last: IntArray, calendar: Calendar
) -> IntArray:
    """Return a day per row between the first and the last: a business day at the desks."""
    day = draw.dates(column, rows, first, last)
    desk = _AT_DESK[channel]
    begin = calendar.business_index(first[desk])
    end = calendar.business_index(last[desk] + 1)
    place = draw.integers(f"{column}/business", rows.where(desk), begin, end - 1)
    day[desk] = calendar.next_business(first[desk], after=place - begin)
    return day


@cache
def _seconds() -> tuple[IntArray, ...]:
    """Return the seconds of the day to look draws up in, by channel."""
    hours = {numbers.PHONE: numbers.PHONE_HOURS, numbers.BRANCH: numbers.COUNTER_HOURS}
    online = sampling_table(np.repeat(numbers.ONLINE_HOURS, 3600))
    return tuple(
        sampling_table(np.repeat(hours[channel], 3600)) if channel in hours else online
        for channel in range(len(numbers.CHANNELS))
    )


def seconds(draw: Draw, column: str, rows: Rows, channel: IntArray) -> IntArray:
    """Return a second of the day per row, after the hours of its channel."""
    second = draw.pick(column, rows, _seconds()[numbers.EMAIL])
    for desk in (numbers.PHONE, numbers.BRANCH):
        there = channel == desk
        second[there] = draw.pick(column, rows.where(there), _seconds()[desk])
    return second


def minutes(draw: Draw, column: str, rows: Rows, kind: IntArray, durations: tuple[numbers.Duration, ...]) -> IntArray:
    """Return how long each row takes, in the unit of its kind's duration."""
    median, spread, low, high = np.array(
        [(duration.median, duration.spread, duration.band.low, duration.band.high) for duration in durations]
    ).T
    return np.round(draw.lognormal(column, rows, median, spread, low, high, kind=kind)).astype(np.int64)
