"""Years before the period that a brief history covers: a full history has events in them, at the same yearly rate."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from seeding.bank.accounts.customers import PERSON_ACTIVE, Customers
from seeding.bank.accounts.full_history_numbers import YEAR_DAYS
from seeding.bank.accounts.numbers import JOINED_YEARS
from seeding.engine.arrays import DayNumber, Index, Key, Ordinal
from seeding.engine.draw import Draw
from seeding.engine.keys import Room, child_key
from seeding.engine.plan import MAX_CUSTOMERS
from seeding.engine.rows import Rows

YEARS_OF_CUSTOMER = Room("earlier years of a customer", 8)


@dataclass(frozen=True)
class EarlierYears(Rows):
    """Years of customers, customer by customer; the keys are above those of customers and of their children.

    `customer` is an index; `place` counts the customer's years from 0, back in time. `first` and `last` are the days of
    the year on which something can happen, `last` not before `first`.
    """

    customer: Index
    place: Ordinal
    first: DayNumber
    last: DayNumber

    def with_event(self, column: str, a_year: float, draw: Draw) -> Self:
        """Return the years in which something happens that happens so often a year, at most once in each."""
        probability = np.round(a_year * (self.last - self.first + 1) / YEAR_DAYS, 9)
        return self.where(draw.uniform(column, self) < probability)


def owner_and_year(key: Key) -> tuple[Key, Ordinal]:
    """Return the customer number and the place of the year of each key of a year; of other keys a number below 1."""
    owner, place = np.divmod(key, YEARS_OF_CUSTOMER.size)
    return owner - MAX_CUSTOMERS, place


def earlier_years(customers: Customers, begin: DayNumber, end: int) -> EarlierYears:
    """Return the years of active customers, those of storylines apart, before the day `end`.

    `begin` is the first day of each customer on which something can happen.
    """
    start = end - YEAR_DAYS * (np.arange(JOINED_YEARS) + 1)
    first, last = np.maximum(begin[:, None], start), start + YEAR_DAYS - 1
    takes_part = (customers.status == PERSON_ACTIVE) & ~customers.in_storyline
    customer, place = np.nonzero(takes_part[:, None] & (first <= last))
    return EarlierYears(
        key=child_key(customers.key[customer] + MAX_CUSTOMERS, place, YEARS_OF_CUSTOMER),
        cell=customers.cell[customer],
        customer=customer,
        place=place,
        first=first[customer, place],
        last=last[place],
    )
