"""Names and contact details of customers: written in two databases, told once."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from seeding.bank import vocabularies
from seeding.bank.accounts.customers import Customers
from seeding.bank.accounts.external_parties import company_names
from seeding.bank.contact_details import email_addresses, phone_numbers
from seeding.engine.draw import Draw
from seeding.engine.node import node
from seeding.engine.rows import Rows
from seeding.engine.text import join
from seeding.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Identities:
    """Text columns of the block's customers; `full_name` is the company's where the customer is one."""

    first_name: pl.Series
    last_name: pl.Series
    full_name: pl.Series
    email: pl.Series
    phone: pl.Series


@node(stream="names and contact details")
def identities(customers: Customers, draw: Draw) -> Identities:
    """Name everybody; the adults of a household share their family name, and have given names of their own."""
    units = Rows(customers.household_id, customers.cell)
    first_name = _first_names(customers, draw)
    last_name = vocabularies.LAST_NAMES.text(draw, "last_name", units)
    person = join(first_name, " ", last_name)
    corporate = customers.corporate
    companies = company_names(draw, Rows(customers.key, customers.cell).where(corporate))
    place = np.where(corporate, len(customers) + np.cumsum(corporate) - 1, np.arange(len(customers)))
    mark = pl.Series(customers.key).cast(pl.String)
    return Identities(
        first_name=first_name,
        last_name=last_name,
        full_name=pl.concat((person, companies)).gather(place),
        email=email_addresses(first_name, last_name, mark, vocabularies.EMAIL_DOMAINS.text(draw, "domain", customers)),
        phone=phone_numbers(draw, customers),
    )


def _first_names(customers: Customers, draw: Draw) -> pl.Series:
    women, men = (
        names.text(draw, "first_name", customers)
        for names in (vocabularies.FIRST_NAMES_FEMALE, vocabularies.FIRST_NAMES_MALE)
    )
    woman = pl.Series(customers.woman)
    drawn = women.zip_with(woman, men)
    first_adult = drawn.shift(1)
    apart = avoid_taken_names(women, first_adult).zip_with(
        woman, avoid_taken_names(men, first_adult, spares=vocabularies.FIRST_NAMES_MALE)
    )
    return apart.zip_with(pl.Series(customers.in_household & (customers.key != customers.household_id)), drawn)


@dataclass(frozen=True)
class Spouses:
    """The given name of each customer's husband or wife, whoever has one: the same in every database."""

    first_name: pl.Series


@node(stream="spouses")
def spouses(customers: Customers, identities: Identities, draw: Draw) -> Spouses:
    """Name them: in a household the other adult, elsewhere somebody who bears another name than the customer."""
    step = np.where(customers.key == customers.household_id, 1, -1)
    other = identities.first_name.gather(np.arange(len(customers)) + np.where(customers.in_household, step, 0))
    outside = avoid_taken_names(random_first_names(draw, "first_name", customers), identities.first_name)
    return Spouses(other.zip_with(pl.Series(customers.in_household), outside))


def random_first_names(draw: Draw, column: str, rows: Rows) -> pl.Series:
    """Return given names, as many women's as men's."""
    woman = pl.Series(draw.uniform(f"{column}/woman", rows) < 0.5)
    plain = Rows(rows.key, rows.cell)
    female, male = (
        names.text(draw, column, plain) for names in (vocabularies.FIRST_NAMES_FEMALE, vocabularies.FIRST_NAMES_MALE)
    )
    return female.zip_with(woman, male)


def avoid_taken_names(
    names: pl.Series, *taken: pl.Series, spares: Vocabulary = vocabularies.FIRST_NAMES_FEMALE
) -> pl.Series:
    """Return the names, other ones where they are taken: one of as many and one more is always free."""
    for spare in spares.words[: len(taken) + 1]:
        clash = pl.Series(np.zeros(len(names), bool))
        for others in taken:
            clash |= (names == others).fill_null(value=False)
        names = names.zip_with(~clash, pl.Series([spare] * len(names), dtype=pl.String))
    return names
