"""Names and contact details of customers: written in two databases, told once."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank import words
from seeding.bank.accounts.lives import Customers
from seeding.bank.accounts.parties import company_names
from seeding.bank.contact import email_addresses, phone_numbers
from seeding.engine.columns import join
from seeding.engine.draw import Draw
from seeding.engine.life import life
from seeding.engine.rows import Rows


@dataclass(frozen=True)
class Persons:
    """Text columns of the block's customers; `full_name` is the company's where the customer is one."""

    first_name: pl.Series
    last_name: pl.Series
    full_name: pl.Series
    email: pl.Series
    phone: pl.Series


@life
def persons(customers: Customers, draw: Draw) -> Persons:
    """Name everybody; the adults of a household share their family name."""
    units = Rows(customers.unit, customers.cell)
    women = words.FIRST_NAMES_FEMALE.text(draw, "first_name", customers)
    first_name = women.zip_with(pl.Series(customers.woman), words.FIRST_NAMES_MALE.text(draw, "first_name", customers))
    last_name = words.LAST_NAMES.text(draw, "last_name", units)
    person = join(first_name, " ", last_name)
    corporate = customers.corporate
    companies = company_names(draw, Rows(customers.key, customers.cell).where(corporate))
    place = np.where(corporate, len(customers) + np.cumsum(corporate) - 1, np.arange(len(customers)))
    mark = pl.Series(customers.key).cast(pl.String)
    return Persons(
        first_name=first_name,
        last_name=last_name,
        full_name=pl.concat((person, companies)).gather(place),
        email=email_addresses(first_name, last_name, mark, words.EMAIL_DOMAINS.text(draw, "domain", customers)),
        phone=phone_numbers(draw, customers),
    )
