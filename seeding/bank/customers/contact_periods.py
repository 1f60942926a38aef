"""The days on which each customer can be in touch with the bank."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, PERSON_DORMANT, Customers
from seeding.bank.customers import service_numbers as numbers
from seeding.bank.customers.profiles import Profiles
from seeding.engine.arrays import BoolArray, DayNumber
from seeding.engine.calendar import Calendar
from seeding.engine.layout import Layout
from seeding.engine.node import node
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class ContactPeriods(Rows):
    """The first and the last possible day of contacts of each customer of a block; `last` before `first` if none.

    `has_business_day` says whether a business day lies between them; without one, calls and visits are impossible.
    """

    first: DayNumber
    last: DayNumber
    has_business_day: BoolArray

    @property
    def is_empty(self) -> BoolArray:
        """Whether each customer has no day of contacts."""
        return self.last < self.first


@node(stream="contact periods")
def contact_periods(customers: Customers, profiles: Profiles, layout: Layout, calendar: Calendar) -> ContactPeriods:
    """Return the periods of the last two years: from the day after joining to the end of the history.

    Dormant customers were not in touch in the year before they became so, and closed ones after they left.
    """
    first = np.maximum(customers.joined + 1, layout.until - numbers.WINDOW_DAYS)
    last = np.where(
        customers.status == PERSON_CLOSED,
        profiles.left - numbers.BEFORE_CLOSING_DAYS,
        np.where(customers.status == PERSON_DORMANT, profiles.dormant_from - numbers.DORMANT_SILENT_DAYS, layout.until),
    )
    business_days = calendar.business_index(last + 1) - calendar.business_index(first)
    return ContactPeriods(customers.key, customers.cell, first, last, business_days > 0)
