"""The work of employees on customer data: they register customers, change phone numbers, and view the data."""

from dataclasses import dataclass

import numpy as np

from seeding.bank.accounts.customers import PERSON_CLOSED, Customers
from seeding.bank.accounts.numbers import BRANCH_HOURS
from seeding.bank.compliance import numbers
from seeding.bank.employees.numbers import FOUNDING_ROLES, SERVICE
from seeding.bank.employees.staff import Staff
from seeding.engine.arrays import DayNumber, Index, SecondOfDay
from seeding.engine.calendar import NO_DAY
from seeding.engine.draw import Draw
from seeding.engine.layout import Layout
from seeding.engine.node import node

_TELLER = FOUNDING_ROLES.index(SERVICE)


@dataclass(frozen=True)
class Contact:
    """Something that an employee does for some customers of a block, one element per customer.

    `day` is NO_DAY for the others; `employee` is an index into the staff.
    """

    day: DayNumber
    second: SecondOfDay
    employee: Index


@dataclass(frozen=True)
class CustomerCare:
    """The registration of every customer, the change of some phone numbers, and a view of some customers' data."""

    registered: Contact
    new_phone: Contact
    viewed: Contact


@node(stream="audit of customers")
def customer_care(customers: Customers, staff: Staff, layout: Layout, draw: Draw) -> CustomerCare:
    """Return what representatives do; customers who left have kept their phone number."""

    def representative(column: str, day: DayNumber) -> Index:
        employee = staff.serving(draw, column, customers, day, (SERVICE,))
        return np.where(customers.in_storyline, _TELLER, employee)

    def contact(column: str, share: float) -> Contact:
        day = draw.dates(f"{column}_on", customers, np.minimum(joined + 1, layout.until), layout.until)
        second = draw.integers(f"{column}_at", customers, *BRANCH_HOURS)
        selected = remains & (draw.uniform(column, customers) < share)
        return Contact(np.where(selected, day, NO_DAY), second, representative(f"{column}_by", day))

    joined = customers.joined
    remains = (customers.status != PERSON_CLOSED) & (joined < layout.until)
    return CustomerCare(
        registered=Contact(joined, customers.joined_at, representative("registered", joined)),
        new_phone=contact("new_phone", numbers.NEW_PHONES),
        viewed=contact("viewed", numbers.VIEWED),
    )
