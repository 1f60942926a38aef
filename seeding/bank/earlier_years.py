"""Years before the last ones, whose events are exact shares: events happen in them at the same yearly rate.

A full history has them since customers joined, and a brief one so that the first day on which the bank is seen has as
long a past as the last one.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.accounts.full_history_numbers import YEAR_DAYS, years_before, years_within
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.engine.arrays import DayNumber, Index, Ordinal
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.layout import Layout
from seeding.engine.rows import Rows

YEARS_OF_CUSTOMER = Room("earlier years of a customer", 8)
_BEFORE_YEARS = 2_900_000
"""The key of a year is that of a customer with a number higher by this."""


@dataclass(frozen=True)
class EarlierYears(Rows):
    """Years of customers, customer by customer; the keys are above those of the customers of the same block.

    The keys are only used for draws: in a bank of more than 23 million customers, one may equal that of another
    customer.

    `customer` is an index; `place` counts the customer's years from 0, back in time. `first` and `last` are the days of
    the year on which something can happen, `last` not before `first`.
    """

    customer: Index
    place: Ordinal
    first: DayNumber
    last: DayNumber

    def with_event(self, column: str, a_year: float, draw: Draw) -> Self:
        """Return the years with an event that happens at a yearly rate, at most once a year."""
        probability = np.round(a_year * (self.last - self.first + 1) / YEAR_DAYS, 9)
        return self.where(draw.uniform(column, self) < probability)


def reaches_back(layout: Layout) -> bool:
    """Return whether a history has events in earlier years: it is full, or goes on after the bank is first seen."""
    return layout.is_full or layout.start < layout.until


def first_days(layout: Layout, begin: DayNumber, days: int) -> DayNumber:
    """Return the first day on which something happens to each customer, in the past of a bank that is first seen.

    `begin` is the day from which it can happen; a brief history goes back the given number of days.
    """
    return begin if layout.is_full else np.maximum(begin, layout.start - days)


def earlier_to_recent(layout: Layout, days: int) -> float:
    """Return how many events happen in the earlier years for each one in the last days of a history."""
    recent = years_within(days)
    earlier = years_before(days) if layout.is_full else years_within(days + layout.until - layout.start) - recent
    return earlier / recent


def earlier_years(customers: Customers, begin: DayNumber, end: int) -> EarlierYears:
    """Return the years of active customers, those of storylines apart, before the day `end`.

    `begin` is the first day of each customer on which something can happen.
    """
    start = end - YEAR_DAYS * (np.arange(JOINED_YEARS) + 1)
    first, last = np.maximum(begin[:, None], start), start + YEAR_DAYS - 1
    takes_part = (customers.status == PERSON_ACTIVE) & ~customers.in_storyline
    customer, place = np.nonzero(takes_part[:, None] & (first <= last))
    return EarlierYears(
        key=child_key(customers.key[customer] + _BEFORE_YEARS, place, YEARS_OF_CUSTOMER),
        cell=customers.cell[customer],
        customer=customer,
        place=place,
        first=first[customer, place],
        last=last[place],
    )
