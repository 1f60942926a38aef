"""Events of customers in the order of customer and day, to find the latest one in a period."""

from dataclasses import dataclass

import numpy as np

from seeding.engine.arrays import NONE, BoolArray, DayNumber, Index

_BITS_OF_DAY = 18
_DAY_OFFSET = 1 << (_BITS_OF_DAY - 1)
"""Days of the calendar, from -25,567 to 84,005, plus this offset are non-negative and fit into their bits."""


@dataclass(frozen=True)
class DatedEvents:
    """Events in the order of customer and day; `customer` is an index of the block."""

    customer: Index
    day: DayNumber

    def latest(self, customer: Index, first: DayNumber, last: DayNumber) -> Index:
        """Return each customer's latest event between two days, by index; NONE where there is none."""
        if not len(self.customer):
            return np.full(len(customer), NONE)
        place = np.searchsorted(_packed(self.customer, self.day), _packed(customer, last), side="right") - 1
        found = place.clip(0)
        fits: BoolArray = (place >= 0) & (self.customer[found] == customer) & (self.day[found] >= first)
        return np.where(fits, found, NONE)


def order_of_events(customer: Index, day: DayNumber) -> Index:
    """Return the indexes that bring events into the order of customer and day."""
    return np.argsort(_packed(customer, day), kind="stable")


def _packed(customer: Index, day: DayNumber) -> Index:
    return (customer << _BITS_OF_DAY) | (day + _DAY_OFFSET)
