"""What employees do with the data of customers: they register customers, change phone numbers, and look at profiles."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.accounts.identities import Identities
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.compliance import numbers
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import BoolArray, DayNumber, Index, SecondOfDay
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf, Layout
from seeding.engine.node import node
from seeding.engine.text import join, padded

_TELLER = FOUNDING_ROLES.index(SERVICE)
_LINES = 100
"""A phone number ends in one of so many two-digit lines."""
_FORMER_LINES = "table audit_trails"
"""The stream of the lines of former phone numbers, which once were columns of that table alone."""


@dataclass(frozen=True)
class Actions:
    """An action on the data of each customer; `day` is NO_DAY for customers without it.

    `second` is the second of the day, `employee` an index into the staff.
    """

    day: DayNumber
    second: SecondOfDay
    employee: Index

    @property
    def happened(self) -> BoolArray:
        """Whether each customer has the action by the last day of the history."""
        return self.day != NO_DAY


@dataclass(frozen=True)
class CustomerActions:
    """The actions on the customers of a block, and their phone number before and after the new one."""

    registration: Actions
    new_phone: Actions
    view: Actions
    former_phone: pl.Series
    phone: pl.Series

    def phones_on(self, as_of: AsOf) -> pl.Series:
        """Return the phone number of each customer on a day."""
        is_former = self.new_phone.happened & ~as_of.has_come(self.new_phone.day)
        return self.former_phone.zip_with(pl.Series(is_former), self.phone)


@node(stream="audit of customers")
def customer_actions(
    customers: Customers, identities: Identities, staff: Staff, layout: Layout, draw: Draw
) -> CustomerActions:
    """Return the registration of every customer, changes of some phone numbers, and views of some customers' data."""

    def representative(column: str, day: DayNumber) -> Index:
        employee = staff.serving(draw, column, customers, day, (SERVICE,))
        return np.where(customers.in_storyline, _TELLER, employee)

    def actions(column: str, share: float) -> Actions:
        day = draw.dates(f"{column}_on", customers, np.minimum(joined + 1, layout.until), layout.until)
        second = draw.integers(f"{column}_at", customers, *BRANCH_HOURS)
        selected = remains & (draw.uniform(column, customers) < share)
        return Actions(np.where(selected, day, NO_DAY), second, representative(f"{column}_by", day))

    joined = customers.joined
    remains = (customers.status != PERSON_CLOSED) & (joined < layout.until)
    return CustomerActions(
        registration=Actions(joined, customers.joined_at, representative("registered", joined)),
        new_phone=actions("new_phone", numbers.NEW_PHONES),
        view=actions("viewed", numbers.VIEWED),
        former_phone=_former_phones(customers, identities.phone, Draw(layout.seed, _FORMER_LINES)),
        phone=identities.phone,
    )


def _former_phones(customers: Customers, phone: pl.Series, draw: Draw) -> pl.Series:
    """Return a former phone number for each customer: another line of the same exchange."""
    line = phone.str.slice(-2).cast(pl.Int64).to_numpy()
    old_line = (line + draw.integers("old_line", customers, 1, _LINES - 1)) % _LINES
    return join(phone.str.head(-2), padded(old_line, 2))
