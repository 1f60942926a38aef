"""The phone numbers of customers: some change, and until then the former one is known."""

from dataclasses import dataclass

import polars as pl

from seeding.bank.accounts.customer_care import CustomerCare
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.home_numbers import LINES
from seeding.bank.accounts.homes import Homes
from seeding.engine.arrays import DayNumber
from seeding.engine.draw import Draw
from seeding.engine.layout import AsOf
from seeding.engine.node import node
from seeding.engine.text import join, padded


@dataclass(frozen=True)
class Phones:
    """The phone number of each customer of a block, the `former` one, and the day of the change, NO_DAY without one."""

    number: pl.Series
    former: pl.Series
    changed: DayNumber

    def on(self, as_of: AsOf) -> pl.Series:
        """Return the number of each customer on a day."""
        return self.former.zip_with(pl.Series(self.changed > as_of.day), self.number)


@node(stream="former phone numbers")
def phones(homes: Homes, customer_care: CustomerCare) -> Phones:
    """Return the numbers; a former one is another line of the same exchange, as carriers give numbers out again."""
    return Phones(homes.phone, homes.former_phone, customer_care.new_phone.day)


def other_lines(phones: pl.Series, customers: Customers, column: str, draw: Draw) -> pl.Series:
    """Return a phone number of the same exchange for each customer, with another of its LINES than in `phones`."""
    line = phones.str.slice(-2).cast(pl.Int64).to_numpy()
    other = (line + draw.integers(column, customers, 1, LINES - 1)) % LINES
    return join(phones.str.head(-2), padded(other, 2))
